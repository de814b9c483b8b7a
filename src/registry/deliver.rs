//! The deliverer: takes the steps of the outbox in order, one at a time, and gives each as many tries as it needs.

mod entry;
mod take;
mod upkeep;

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use chrono::{DateTime, Utc};
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;

pub(super) use take::DATABASE_TAG;

use super::{Mlflow, MlflowError, api::RunInfo};
use crate::store::{Db, StoreError};

/// A step is a few requests.
const STEP: Duration = Duration::from_mins(1);
/// Between two looks into the outbox.
const LOOK: Duration = Duration::from_secs(1);
/// What the database cannot do now it can hardly do a second later.
const DATABASE_TROUBLE: Duration = Duration::from_secs(10);
/// Between two looks at the aliases.
const ASSERT: Duration = Duration::from_mins(3);

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
                match self.pass_or_log().await {
                    Some(Pass::Taken) => continue,
                    Some(Pass::Empty) if asserted.is_none_or(|at| at.elapsed() >= ASSERT) => {
                        let champion_unknown = self.look_after_aliases().await;
                        // Once: what that does not mend, repeating does not either.
                        if champion_unknown && asserted.is_none() {
                            self.introduce_champion().await;
                        }
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
        let Some(first) = self.look().await? else {
            return Ok(Pass::Empty);
        };
        if let (Turn::InTime, Some(at)) = (turn, first.next_attempt_at.filter(|at| *at > Utc::now())) {
            return Ok(Pass::Waits(at));
        }
        if !self.hold().await? {
            return Ok(Pass::NotOurs);
        }
        // Another may have taken it before the lease was ours.
        let Some(entry) = self.look().await? else {
            return Ok(Pass::Empty);
        };
        let result = match timeout(STEP, self.take(&entry)).await {
            Ok(result) => result?,
            Err(_elapsed) => Err(MlflowError::Late {
                location: self.mlflow.location(),
                limit: STEP,
            }),
        };
        self.write_down(&entry, result).await
    }
}

/// Whether a step waits for its next try.
#[derive(Debug, Clone, Copy)]
enum Turn {
    InTime,
    Now,
}
