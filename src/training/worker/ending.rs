//! Letting go of a run that did not come to its end: put back, to be tried again later, or over.

use std::time::Duration;

use chrono::TimeDelta;
use tokio_util::sync::CancellationToken;

use super::{BEARS, Worker};
use crate::{
    backoff::{Backoff, share_of},
    domain::{RunState, with_causes},
    store::{self, Curves, Ending, Held, Lease, MAX_FAILURES, Patience, StoreError, Tx},
    training::job::TrainError,
};

/// Between the attempts of a run that fails for a passing reason.
const PAUSES: Backoff = Backoff {
    first: Duration::from_secs(15),
    longest: Duration::from_mins(15),
};

/// What becomes of a run.
enum Fate {
    /// Its worker ends.
    PutBack,
    /// The failure may pass.
    TriedAgain(String),
    Over(Ending),
    /// Another worker has it.
    Taken,
}

impl Worker {
    /// Writes down what becomes of a run.
    pub(super) async fn let_go(
        &self,
        lease: &Lease,
        error: TrainError,
        curves: &Curves,
        stop: &CancellationToken,
    ) -> Result<TrainError, StoreError> {
        let fate = fate(lease, &error, stop);
        let mut patience = Patience::of(BEARS);
        loop {
            match self.write_fate(lease, &fate, curves).await {
                Err(error) if patience.waits_after(&error).await => {}
                written => return written.map(|()| error),
            }
        }
    }

    async fn write_fate(&self, lease: &Lease, fate: &Fate, curves: &Curves) -> Result<(), StoreError> {
        let (run, kind) = (lease.run, lease.kind);
        let mut tx = self.db.write_beside().await?;
        let held = match fate {
            Fate::Taken => Held::Lost,
            Fate::PutBack => {
                tracing::info!(run, "{kind} #{run} is left to another worker");
                store::release(&mut tx, lease).await?
            }
            Fate::TriedAgain(why) => self.try_again(&mut tx, lease, why).await?,
            Fate::Over(ending) => {
                tracing::warn!(run, "{kind} #{run} ended: {}", ending.message);
                let held = store::finish(&mut tx, lease, ending, self.clock.now()).await?;
                if held != Held::Lost {
                    store::add_event(&mut tx, lease, self.clock.now(), None, &ending.message).await?;
                    self.recorder().came_to_nothing(&mut tx, run, curves).await?;
                }
                held
            }
        };
        if held == Held::Lost {
            tracing::warn!(run, "{kind} #{run} was taken over by another worker");
        }
        tx.commit().await
    }

    async fn try_again(&self, tx: &mut Tx, lease: &Lease, why: &str) -> Result<Held, StoreError> {
        let now = store::now(tx).await?;
        let failures = u32::try_from(lease.failures + 1).unwrap_or(u32::MAX);
        let pause = PAUSES.after(failures, share_of(now));
        let run_at = now + TimeDelta::from_std(pause).unwrap_or(TimeDelta::zero());
        let message = format!(
            "failure {failures} of {MAX_FAILURES}, tried again at {}: {why}",
            run_at.format("%H:%M:%S UTC")
        );
        tracing::warn!(run = lease.run, "{} #{}: {message}", lease.kind, lease.run);
        store::add_event(tx, lease, self.clock.now(), None, &message).await?;
        store::retry(tx, lease, run_at, &message).await
    }
}

fn fate(lease: &Lease, error: &TrainError, stop: &CancellationToken) -> Fate {
    let over = |state, message| {
        Fate::Over(Ending {
            state,
            message,
            model_id: None,
            scores: None,
        })
    };
    match error {
        TrainError::LeaseLost => Fate::Taken,
        TrainError::Cancelled if stop.is_cancelled() => Fate::PutBack,
        TrainError::Cancelled => over(RunState::Cancelled, error.to_string()),
        passing if passing.is_passing() && lease.failures + 1 < MAX_FAILURES => Fate::TriedAgain(with_causes(passing)),
        permanent => over(RunState::Failed, with_causes(permanent)),
    }
}
