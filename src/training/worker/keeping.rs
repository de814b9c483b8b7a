//! Keeping the schedule, beside the runs.

use tokio_util::{sync::CancellationToken, task::AbortOnDropHandle};

use super::{Until, Worker};
use crate::{
    domain::with_causes,
    ingest,
    training::{
        clock::Clock,
        schedule::{Schedule, Scheduler},
    },
};

/// The schedule, kept as long as a worker stays.
pub(super) struct Keeping {
    over: CancellationToken,
    task: AbortOnDropHandle<()>,
}

impl Keeping {
    /// Begins; none where there is no schedule, and in a worker that ends with the queue.
    pub(super) fn beside(worker: &Worker, until: Until) -> Option<Self> {
        let schedule = worker.schedule.as_ref().filter(|_| until != Until::QueueEmpty)?;
        if matches!(worker.clock, Clock::Replay(_)) {
            return None;
        }
        let scheduler = Scheduler::new(
            worker.db.clone(),
            Schedule::of(schedule),
            worker.settings,
            worker.id.clone(),
        );
        let over = CancellationToken::new();
        let (db, sources, clock) = (worker.db.clone(), worker.sources.clone(), worker.clock.clone());
        let stop = over.clone();
        let keep = async move {
            let due = async |now| match ingest::fetch::due(&db, &sources, now).await {
                Ok(due) => due,
                Err(error) => {
                    tracing::warn!("it is not known whether a source is due: {}", with_causes(&error));
                    false
                }
            };
            scheduler.keep(clock, due, stop).await;
        };
        Some(Self {
            over,
            task: AbortOnDropHandle::new(tokio::spawn(keep)),
        })
    }

    /// Ends; another process may keep it at once.
    pub(super) async fn end(self) {
        self.over.cancel();
        if let Err(error) = self.task.await {
            tracing::error!("what keeps the schedule died: {error}");
        }
    }
}
