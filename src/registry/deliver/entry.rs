//! One step of the outbox: looked at, taken, and what came of it written down.

use std::{sync::PoisonError, time::Duration};

use chrono::{TimeDelta, Utc};

use super::{
    Deliverer, Pass,
    take::{self, Taken},
};
use crate::{
    backoff::{Backoff, share_of},
    domain::with_causes,
    registry::{MlflowError, Step, aliases::assert_aliases, api::RunInfo},
    store::{self, OutboxEntry, StoreError},
};

/// Between two attempts at one step.
const BACKOFF: Backoff = Backoff {
    first: Duration::from_secs(2),
    longest: Duration::from_mins(5),
};

impl Deliverer {
    pub(super) async fn look(&self) -> Result<Option<OutboxEntry>, StoreError> {
        store::next_in_outbox(&mut self.db.read().await?).await
    }

    pub(super) async fn take(&self, entry: &OutboxEntry) -> Result<Result<Taken, MlflowError>, StoreError> {
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

    pub(super) async fn write_down(
        &self,
        entry: &OutboxEntry,
        result: Result<Taken, MlflowError>,
    ) -> Result<Pass, StoreError> {
        let mut tx = self.db.write_beside().await?;
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
                let wait = BACKOFF.after(entry.attempts.saturating_add(1), share_of(wall));
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
}
