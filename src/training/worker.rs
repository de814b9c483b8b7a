//! A worker: takes runs from the queue, one after the other.

mod beside;
mod delivery;
mod ending;
mod gone;
mod hold;
mod inherit;
mod keeping;
mod rounds;
mod work;

use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use delivery::Delivery;
pub use gone::is_gone;
pub use inherit::hold_or_inherit;
use keeping::Keeping;
use rounds::Rounds;

use super::{clock::Clock, drift::DriftJudge, drill::Drill, job::TrainError, record::Recorder};
use crate::{
    boxed::Boxed,
    config,
    domain::{ModelVersion, with_causes},
    features::FeatureStore,
    registry::Mlflow,
    store::{self, Bell, Curves, Db, HEARTBEAT, LEASE, Lease, Patience, StoreError},
};

/// Between two looks at the queue, whether or not the bell rings: a lease that runs out rings nowhere.
const LOOK: Duration = Duration::from_secs(5);

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

    /// How long to wait for another run; none when it is time to end.
    fn wait_after(self, last_work: Instant) -> Option<Duration> {
        match self {
            Self::QueueEmpty => None,
            Self::Idle(patience) => {
                let left = patience.checked_sub(last_work.elapsed())?;
                (!left.is_zero()).then(|| left.min(LOOK))
            }
            Self::Stopped => Some(LOOK),
        }
    }
}

/// What a worker did with one run.
#[derive(Debug)]
pub enum Ended {
    /// It registered and promoted this version.
    Promoted(ModelVersion),
    /// It registered this version, and its gate did not let it pass.
    Registered(ModelVersion),
    /// It did what was to be done, and no model version came of it.
    Done,
    /// It came to nothing, or is to be tried again; the run says why.
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
    /// When a source is overdue.
    pub freshness: config::Freshness,
    /// Where news comes from.
    pub sources: config::Sources,
    /// What is asked for without anyone's hand, by a worker that stays; none in a replay.
    pub schedule: Option<config::Schedule>,
    /// What forecasts read; written after a promotion.
    pub features: FeatureStore,
    /// Judges drift after a training; keeps what it computed.
    pub judge: DriftJudge,
    /// Is told of runs, versions and the champion, if there is one.
    pub mlflow: Option<Mlflow>,
    /// Its name, `host:pid`.
    pub id: String,
    /// Where it stands still; nowhere, outside of tests and drills.
    pub drill: Drill,
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
    #[must_use]
    pub fn run<'a>(&'a self, until: Until, stop: &'a CancellationToken) -> Boxed<'a, Result<u64, StoreError>> {
        Box::pin(async move {
            let mut taken = 0;
            let mut last_work = Instant::now();
            let mut last_sign = None;
            let mut rounds = Rounds::default();
            let mut patience = until.patience();
            let bell = Bell::of(&self.db).await;
            let delivery = Delivery::beside(self);
            let keeping = Keeping::beside(self, until);
            while !stop.is_cancelled() {
                match self.take_one(&mut last_sign, stop).await {
                    Ok(None) => {}
                    Ok(Some(_ended)) => {
                        taken += 1;
                        last_work = Instant::now();
                        continue;
                    }
                    Err(error) => {
                        tracing::warn!("the queue cannot be used: {}", with_causes(&error));
                        if patience.waits_after(&error).await {
                            continue;
                        }
                        return Err(error);
                    }
                }
                patience = until.patience();
                self.make(&mut rounds).await;
                let Some(wait) = until.wait_after(last_work) else {
                    break;
                };
                tokio::select! {
                    () = stop.cancelled() => {}
                    _ = bell.rings(wait) => {}
                }
            }
            if let Some(keeping) = keeping {
                keeping.end().await;
            }
            if let Some(delivery) = delivery {
                delivery.end(!stop.is_cancelled()).await;
            }
            let mut tx = self.db.write_beside().await?;
            store::remove_worker(&mut tx, &self.id).await?;
            tx.commit().await?;
            Ok(taken)
        })
    }

    /// Takes runs until the queue is empty. Returns how many it took.
    ///
    /// # Errors
    /// When the queue cannot be read or written.
    #[must_use]
    pub fn run_queue<'a>(&'a self, stop: &'a CancellationToken) -> Boxed<'a, Result<u64, StoreError>> {
        Box::pin(async move {
            let mut taken = 0;
            while !stop.is_cancelled() && self.run_next(stop).await?.is_some() {
                taken += 1;
            }
            Ok(taken)
        })
    }

    /// Takes the next run, if there is one, and brings it to its end.
    ///
    /// # Errors
    /// When the queue cannot be read or written.
    #[must_use]
    pub fn run_next<'a>(&'a self, stop: &'a CancellationToken) -> Boxed<'a, Result<Option<Ended>, StoreError>> {
        Box::pin(async move {
            match self.claim().await? {
                Some(lease) => self.hold(&lease, stop).await.map(Some),
                None => Ok(None),
            }
        })
    }

    async fn claim(&self) -> Result<Option<Lease>, StoreError> {
        let mut tx = self.db.write_beside().await?;
        let now = store::now(&mut tx).await?;
        store::note_lost_leases(&mut tx, now).await?;
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

    /// Gives a sign of life where one is due, and brings the next run to its end, if there is one.
    async fn take_one(
        &self,
        last_sign: &mut Option<Instant>,
        stop: &CancellationToken,
    ) -> Result<Option<Ended>, StoreError> {
        if last_sign.is_none_or(|at| at.elapsed() >= HEARTBEAT) {
            let mut tx = self.db.write_beside().await?;
            let now = store::now(&mut tx).await?;
            store::worker_heartbeat(&mut tx, &self.id, now).await?;
            // Whose process was killed on this host gives no sign of life any more: nobody waits for its lease.
            for owner in store::run_owners(&mut tx).await?.iter().filter(|owner| is_gone(owner)) {
                store::let_lease_lapse(&mut tx, owner, now).await?;
            }
            tx.commit().await?;
            *last_sign = Some(Instant::now());
        }
        self.run_next(stop).await
    }

    const fn recorder(&self) -> Recorder {
        Recorder {
            mirrored: self.mlflow.is_some(),
        }
    }
}
