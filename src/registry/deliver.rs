//! The deliverer: takes the steps of the outbox in order, one at a time, and gives each as many tries as it needs.

mod take;

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;

pub(super) use take::DATABASE_TAG;
use take::Taken;

use super::{
    Mlflow, MlflowError, Step,
    aliases::assert_aliases,
    api::RunInfo,
    backoff::{backoff, share_of},
    outbox::tell_of_champion,
};
use crate::{
    domain::with_causes,
    store::{self, Db, OutboxEntry, StoreError},
};

/// The lease that makes the deliverer one.
const LEASE: &str = "registry-delivery";
/// Longer than any step takes, so that a deliverer that is slow is not overtaken in the middle of one.
const LEASE_LENGTH: TimeDelta = TimeDelta::seconds(120);
/// A step is a few requests.
const STEP: Duration = Duration::from_mins(1);
/// Between two looks into the outbox.
const LOOK: Duration = Duration::from_secs(1);
/// What the database cannot do now it can hardly do a second later.
const DATABASE_TROUBLE: Duration = Duration::from_secs(10);
/// Between two looks at the aliases.
const ASSERT: Duration = Duration::from_mins(3);
/// The longest pause after failures.
const LONGEST_BACKOFF: Duration = Duration::from_mins(5);

/// Tells MLflow what waits in the outbox of a database.
#[derive(Debug, Clone)]
pub struct Deliverer {
    db: Db,
    mlflow: Mlflow,
    owner: String,
    /// The run of the last step, as MLflow knows it: the next step is most likely about the same.
    last: Arc<Mutex<Option<(i64, RunInfo)>>>,
}

/// What one look into the outbox came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pass {
    /// The first step is taken, or was set aside; there may be more.
    Taken,
    /// Nothing waits.
    Empty,
    /// The first step could not be taken, and waits for its next try.
    Waits(DateTime<Utc>),
    /// Another process delivers.
    NotOurs,
}

impl Deliverer {
    /// A deliverer; `owner` is a name that no other process has.
    #[must_use]
    pub fn new(db: Db, mlflow: Mlflow, owner: String) -> Self {
        Self {
            db,
            mlflow,
            owner,
            last: Arc::default(),
        }
    }

    /// Delivers and asserts the aliases until it is stopped. Trouble with the server is kept in the outbox, trouble with
    /// the database is logged: neither ends it.
    pub async fn run(&self, stop: &CancellationToken) {
        let work = async {
            self.retry_all().await;
            let mut asserted: Option<Instant> = None;
            loop {
                match self.pass_or_log(Turn::InTime).await {
                    Some(Pass::Taken) => continue,
                    Some(Pass::Empty) if asserted.is_none_or(|at| at.elapsed() >= ASSERT) => {
                        self.assert_or_log().await;
                        asserted = Some(Instant::now());
                    }
                    Some(Pass::Empty | Pass::Waits(_) | Pass::NotOurs) => {}
                    None => tokio::time::sleep(DATABASE_TROUBLE).await,
                }
                tokio::time::sleep(LOOK).await;
            }
        };
        tokio::select! {
            // A step that is cut off is taken again by the next deliverer; each is told at least once and counts once.
            () = stop.cancelled() => {}
            () = work => {}
        }
        self.let_go().await;
    }

    /// Delivers until nothing waits, the first trouble, or the end of `limit`. What waits for its next try has it now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn flush(&self, limit: Duration) -> Result<(), StoreError> {
        let work = async {
            while self.pass(Turn::Now).await? == Pass::Taken {}
            Ok(())
        };
        let result = timeout(limit, work).await.unwrap_or(Ok(()));
        self.let_go().await;
        result
    }

    /// Takes the first step, if it is its turn.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn deliver_next(&self) -> Result<Pass, StoreError> {
        self.pass(Turn::InTime).await
    }

    async fn pass(&self, turn: Turn) -> Result<Pass, StoreError> {
        let Some(entry) = self.look().await? else {
            return Ok(Pass::Empty);
        };
        if let (Turn::InTime, Some(at)) = (turn, entry.next_attempt_at.filter(|at| *at > Utc::now())) {
            return Ok(Pass::Waits(at));
        }
        if !self.hold().await? {
            return Ok(Pass::NotOurs);
        }
        let result = match timeout(STEP, self.take(&entry)).await {
            Ok(result) => result?,
            Err(_elapsed) => Err(MlflowError::Late {
                location: self.mlflow.location(),
                limit: STEP,
            }),
        };
        self.write_down(&entry, result).await
    }

    async fn look(&self) -> Result<Option<OutboxEntry>, StoreError> {
        store::next_in_outbox(&mut self.db.read().await?).await
    }

    async fn hold(&self) -> Result<bool, StoreError> {
        let mut tx = self.db.write().await?;
        let held = store::hold_lease(&mut tx, LEASE, &self.owner, Utc::now(), LEASE_LENGTH).await?;
        tx.commit().await?;
        Ok(held)
    }

    async fn take(&self, entry: &OutboxEntry) -> Result<Result<Taken, MlflowError>, StoreError> {
        let step: Step = match serde_json::from_str(&entry.payload) {
            Ok(step) => step,
            Err(error) => return Ok(Err(MlflowError::UnknownStep(error))),
        };
        match step {
            Step::AssertAliases => {
                let asserted = assert_aliases(&self.db, &self.mlflow).await?;
                Ok(asserted.map(|_asserted| Taken::Told))
            }
            Step::Run(run, step) => {
                let installation = store::installation(&mut self.db.read().await?).await?;
                let known = self.recall(run);
                let taken = take::take(&self.mlflow, &installation, run, step, known).await;
                Ok(taken.map(|(taken, info)| {
                    self.remember(info.map(|info| (run, info)));
                    taken
                }))
            }
        }
    }

    /// What is remembered of a run. It is forgotten with that: after trouble the next try looks for itself.
    fn recall(&self, run: i64) -> Option<RunInfo> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.take().filter(|(of, _)| *of == run).map(|(_, info)| info)
    }

    fn remember(&self, run: Option<(i64, RunInfo)>) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = run;
    }

    async fn write_down(&self, entry: &OutboxEntry, result: Result<Taken, MlflowError>) -> Result<Pass, StoreError> {
        let mut tx = self.db.write().await?;
        let wall = Utc::now();
        let pass = match result {
            Ok(taken) => {
                if let Taken::LeftOut(reason) = taken {
                    tracing::warn!("a file of a run is not stored: {reason}");
                }
                store::remove_from_outbox(&mut tx, entry.id).await?;
                Pass::Taken
            }
            Err(error) if error.is_permanent() => {
                let error = with_causes(&error);
                tracing::error!("set aside, and tried again when the next worker starts: {error}");
                store::park_in_outbox(&mut tx, entry.id, &error, wall).await?;
                Pass::Taken
            }
            Err(error) => {
                let wait = backoff(entry.attempts.saturating_add(1), LONGEST_BACKOFF, share_of(wall));
                let next = wall + TimeDelta::from_std(wait).unwrap_or(TimeDelta::zero());
                let error = with_causes(&error);
                tracing::warn!("the registry waits {} s for MLflow: {error}", wait.as_secs());
                store::postpone_in_outbox(&mut tx, entry.id, &error, next).await?;
                Pass::Waits(next)
            }
        };
        tx.commit().await?;
        Ok(pass)
    }

    async fn pass_or_log(&self, turn: Turn) -> Option<Pass> {
        self.pass(turn)
            .await
            .inspect_err(|error| tracing::warn!("the outbox cannot be worked on: {}", with_causes(error)))
            .ok()
    }

    /// A server that is down says so by itself when the next step is due; here it is no news.
    async fn assert_or_log(&self) {
        match self.hold().await {
            Ok(true) => match assert_aliases(&self.db, &self.mlflow).await {
                Ok(Ok(asserted)) if asserted.champion_unknown => self.introduce_champion().await,
                Ok(Ok(_asserted)) => {}
                Ok(Err(error)) => tracing::debug!("the aliases were not looked at: {}", with_causes(&error)),
                Err(error) => tracing::warn!("the aliases were not looked at: {}", with_causes(&error)),
            },
            Ok(false) => {}
            Err(error) => tracing::warn!("the aliases were not looked at: {}", with_causes(&error)),
        }
    }

    /// MLflow was configured after the champion was trained. Nothing waits when this is called; what was set aside may have
    /// been the champion's own steps.
    async fn introduce_champion(&self) {
        let introduce = async {
            let mut tx = self.db.write().await?;
            if store::outbox_state(&mut tx).await?.parked == 0 {
                tell_of_champion(&mut tx, Utc::now()).await?;
            }
            tx.commit().await
        };
        if let Err(error) = introduce.await {
            tracing::warn!("MLflow is not told of the champion: {}", with_causes(&error));
        }
    }

    async fn retry_all(&self) {
        let retry = async {
            let mut tx = self.db.write().await?;
            store::retry_outbox(&mut tx).await?;
            tx.commit().await
        };
        if let Err(error) = retry.await {
            tracing::warn!("what was set aside is not tried again: {}", with_causes(&error));
        }
    }

    async fn let_go(&self) {
        let release = async {
            let mut tx = self.db.write().await?;
            store::release_lease(&mut tx, LEASE, &self.owner).await?;
            tx.commit().await
        };
        if let Err(error) = release.await {
            tracing::debug!("the lease of the delivery runs out by itself: {}", with_causes(&error));
        }
    }
}

/// Whether a step waits for its next try.
#[derive(Debug, Clone, Copy)]
enum Turn {
    InTime,
    Now,
}
