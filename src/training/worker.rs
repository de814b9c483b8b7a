//! A worker: takes runs from the queue, keeps their lease alive, and writes down how far they are.

mod beside;
mod delivery;

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use beside::{keep_lease, stop_with, write_progress};
use delivery::Delivery;

use super::{
    clock::Clock,
    drift::{DriftJudge, Due, record_verdicts},
    job::{TrainError, train},
    online::{catch_up_features, refresh_strengths},
    progress::Reporter,
    record::Recorder,
};
use crate::{
    config,
    domain::{ModelVersion, RunState, with_causes},
    features::FeatureStore,
    registry::Mlflow,
    store::{self, Curves, Db, Ending, HEARTBEAT, Held, LEASE, Lease, Patience, StoreError},
};

/// Between two looks at the queue.
const POLL: Duration = Duration::from_millis(500);

/// How long a worker bears with a database that is away: as long as the lease of a run lasts without a sign of life.
pub(super) const BEARS: Duration = Duration::from_secs(LEASE.num_seconds().unsigned_abs());

/// When a worker ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// The queue is empty.
    QueueEmpty,
    /// It has had nothing to do for this long.
    Idle(Duration),
    /// It is told to.
    Stopped,
}

impl Until {
    /// How long a worker bears with a database that is away while it has nothing in hand.
    fn patience(self) -> Patience {
        match self {
            Self::Stopped => Patience::without_end(),
            Self::QueueEmpty | Self::Idle(_) => Patience::of(BEARS),
        }
    }
}

/// What a worker did with one run.
#[derive(Debug)]
pub enum Ended {
    /// It registered and promoted this version.
    Promoted(ModelVersion),
    /// It came to nothing; the run says why.
    Failed(TrainError),
}

/// Takes runs from the queue.
#[derive(Debug, Clone)]
pub struct Worker {
    /// The queue.
    pub db: Db,
    /// The engine's clock.
    pub clock: Clock,
    /// How to train.
    pub settings: config::Training,
    /// What forecasts read; written after a promotion.
    pub features: FeatureStore,
    /// Judges drift after a training; keeps what it computed.
    pub judge: DriftJudge,
    /// Is told of runs, versions and the champion, if there is one.
    pub mlflow: Option<Mlflow>,
    /// Its name, `host:pid`.
    pub id: String,
}

/// A name for a worker of this process, that no other process has.
#[must_use]
pub fn worker_id() -> String {
    let host = rustix::system::uname().nodename().to_string_lossy().into_owned();
    format!("{host}:{}:{}", std::process::id(), Clock::wall().timestamp_millis())
}

impl Worker {
    /// Takes one run after the other. Returns how many it took.
    ///
    /// # Errors
    /// When the queue cannot be read. A run that fails is no error here: it is written into the run.
    pub async fn run(&self, until: Until, stop: &CancellationToken) -> Result<u64, StoreError> {
        let mut taken = 0;
        let mut last_work = tokio::time::Instant::now();
        let mut last_sign = None;
        let mut caught_up = false;
        let mut patience = until.patience();
        let mut last_look = None;
        let delivery = Delivery::beside(self);
        while !stop.is_cancelled() {
            let lease = match self.look_at_queue(&mut last_sign).await {
                Ok(lease) => lease,
                Err(error) => {
                    tracing::warn!("the queue cannot be read: {}", with_causes(&error));
                    if patience.waits_after(&error).await {
                        continue;
                    }
                    return Err(error);
                }
            };
            patience = until.patience();
            if let Some(lease) = lease {
                self.hold(&lease, stop).await?;
                taken += 1;
                last_work = tokio::time::Instant::now();
                continue;
            }
            if !caught_up {
                // What a worker that died between publishing and evaluating has left.
                self.evaluate_drift(Due::NewMatches).await;
                caught_up = true;
            }
            if last_look.is_none_or(|at: tokio::time::Instant| at.elapsed() >= HEARTBEAT) {
                self.catch_up_features().await;
                last_look = Some(tokio::time::Instant::now());
            }
            let over = match until {
                Until::QueueEmpty => true,
                Until::Idle(patience) => last_work.elapsed() >= patience,
                Until::Stopped => false,
            };
            if over {
                break;
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(POLL) => {}
            }
        }
        if let Some(delivery) = delivery {
            delivery.end(!stop.is_cancelled()).await;
        }
        let mut tx = self.db.write_beside().await?;
        store::remove_worker(&mut tx, &self.id).await?;
        tx.commit().await?;
        Ok(taken)
    }

    /// Takes runs until the queue is empty. Returns how many it took.
    ///
    /// # Errors
    /// When the queue cannot be read or written.
    pub async fn run_queue(&self, stop: &CancellationToken) -> Result<u64, StoreError> {
        let mut taken = 0;
        while !stop.is_cancelled() && self.run_next(stop).await?.is_some() {
            taken += 1;
        }
        Ok(taken)
    }

    /// Takes the next run, if there is one, and brings it to its end.
    ///
    /// # Errors
    /// When the queue cannot be read or written.
    pub async fn run_next(&self, stop: &CancellationToken) -> Result<Option<Ended>, StoreError> {
        match self.claim().await? {
            Some(lease) => self.hold(&lease, stop).await.map(Some),
            None => Ok(None),
        }
    }

    async fn claim(&self) -> Result<Option<Lease>, StoreError> {
        let mut tx = self.db.write_beside().await?;
        let now = store::now(&mut tx).await?;
        for run in store::give_up(&mut tx, now, self.clock.now()).await? {
            self.recorder().came_to_nothing(&mut tx, run, &Curves::new()).await?;
        }
        let lease = store::claim(&mut tx, &self.id, now, self.clock.now()).await?;
        if let Some(lease) = &lease {
            self.recorder().began(&mut tx, lease.run).await?;
        }
        tx.commit().await?;
        Ok(lease)
    }

    /// Claims a run, and gives a sign of life where one is due.
    async fn look_at_queue(&self, last_sign: &mut Option<tokio::time::Instant>) -> Result<Option<Lease>, StoreError> {
        if last_sign.is_none_or(|at| at.elapsed() >= HEARTBEAT) {
            let mut tx = self.db.write_beside().await?;
            let now = store::now(&mut tx).await?;
            store::worker_heartbeat(&mut tx, &self.id, now).await?;
            tx.commit().await?;
            *last_sign = Some(tokio::time::Instant::now());
        }
        self.claim().await
    }

    const fn recorder(&self) -> Recorder {
        Recorder {
            mirrored: self.mlflow.is_some(),
        }
    }

    /// Runs a training beside the two tasks that keep its lease and write its progress.
    async fn hold(&self, lease: &Lease, stop: &CancellationToken) -> Result<Ended, StoreError> {
        tracing::info!(
            run = lease.run,
            attempt = lease.attempt,
            "training #{} begins",
            lease.run
        );
        let (reporter, progress) = Reporter::new();
        let over = CancellationToken::new();
        let heart = tokio::spawn(keep_lease(self.clone(), lease.clone(), reporter.clone(), over.clone()));
        let scribe = tokio::spawn(write_progress(
            self.clone(),
            lease.clone(),
            reporter.clone(),
            progress,
            over.clone(),
        ));
        let stopper = tokio::spawn(stop_with(stop.clone(), reporter.clone(), over.clone()));
        let result = train(&self.db, &self.clock, &self.settings, lease, &reporter, self.recorder()).await;
        over.cancel();
        for task in [heart, scribe, stopper] {
            if let Err(error) = task.await {
                tracing::error!(run = lease.run, "a task beside training #{} died: {error}", lease.run);
            }
        }
        match result {
            Ok(version) => {
                tracing::info!(run = lease.run, "training #{} promoted {version}", lease.run);
                self.refresh_strengths().await;
                self.evaluate_drift(Due::NewChampion).await;
                Ok(Ended::Promoted(version))
            }
            Err(error) => self
                .write_failure(lease, error, &reporter.curves(), stop)
                .await
                .map(Ended::Failed),
        }
    }

    /// After the commit: the version stands whether or not the feature store takes its strengths.
    async fn refresh_strengths(&self) {
        if let Err(error) = refresh_strengths(&self.db, &self.features, self.clock.now()).await {
            tracing::warn!("the champion's strengths were not written: {}", with_causes(&error));
        }
    }

    /// What the feature store missed while it was down.
    async fn catch_up_features(&self) {
        if let Err(error) = catch_up_features(&self.db, &self.features, self.clock.now()).await {
            tracing::warn!("the feature store was not brought up to date: {}", with_causes(&error));
        }
    }

    /// The version stands whether or not its drift can be evaluated now: the next settling does it.
    async fn evaluate_drift(&self, due: Due) {
        if let Err(error) = record_verdicts(&self.db, &self.judge, due, self.clock.now()).await {
            tracing::warn!("the drift of the leagues was not evaluated: {}", with_causes(&error));
        }
    }

    async fn write_failure(
        &self,
        lease: &Lease,
        error: TrainError,
        curves: &Curves,
        stop: &CancellationToken,
    ) -> Result<TrainError, StoreError> {
        let message = with_causes(&error);
        if matches!(error, TrainError::Cancelled) && stop.is_cancelled() {
            // The worker is told to end, not the run: another worker takes it up at once.
            let mut tx = self.db.write_beside().await?;
            store::release(&mut tx, lease).await?;
            tx.commit().await?;
            tracing::info!(run = lease.run, "training #{} is left to another worker", lease.run);
            return Ok(error);
        }
        tracing::warn!(run = lease.run, "training #{} ended: {message}", lease.run);
        let state = if matches!(error, TrainError::Cancelled) {
            RunState::Cancelled
        } else {
            RunState::Failed
        };
        let ending = Ending {
            state,
            message,
            model_id: None,
            scores: None,
        };
        let mut patience = Patience::of(BEARS);
        loop {
            match self.write_ending(lease, &ending, curves).await {
                Err(error) if patience.waits_after(&error).await => {}
                written => return written.map(|()| error),
            }
        }
    }

    async fn write_ending(&self, lease: &Lease, ending: &Ending, curves: &Curves) -> Result<(), StoreError> {
        let mut tx = self.db.write_beside().await?;
        match store::finish(&mut tx, lease, ending, self.clock.now()).await? {
            Held::Yes { .. } => {
                store::add_event(&mut tx, lease, self.clock.now(), None, &ending.message).await?;
                self.recorder().came_to_nothing(&mut tx, lease.run, curves).await?;
            }
            Held::Lost => tracing::warn!(
                run = lease.run,
                "training #{} was taken over by another worker",
                lease.run
            ),
        }
        tx.commit().await
    }
}
