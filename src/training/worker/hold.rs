//! One run in hand: it is worked on beside the tasks that keep its lease and write its progress.

use tokio_util::sync::CancellationToken;

use super::{
    Ended, Worker,
    beside::{keep_lease, stop_with, write_progress},
};
use crate::{
    store::{Lease, StoreError},
    training::progress::Reporter,
};

impl Worker {
    /// Brings a run to its end.
    pub(super) async fn hold(&self, lease: &Lease, stop: &CancellationToken) -> Result<Ended, StoreError> {
        let (run, kind) = (lease.run, lease.kind);
        tracing::info!(run, attempt = lease.attempt, "{kind} #{run} begins");
        let (reporter, progress) = Reporter::new();
        let over = CancellationToken::new();
        let heart = tokio::spawn(keep_lease(self.clone(), lease.clone(), reporter.clone(), over.clone()));
        let scribe = write_progress(self.clone(), lease.clone(), reporter.clone(), progress, over.clone());
        let scribe = tokio::spawn(scribe);
        let stopper = tokio::spawn(stop_with(stop.clone(), reporter.clone(), over.clone()));
        let result = self.work(lease, &reporter).await;
        over.cancel();
        for task in [heart, scribe, stopper] {
            if let Err(error) = task.await {
                tracing::error!(run, "a task beside {kind} #{run} died: {error}");
            }
        }
        match result {
            Ok(ended) => {
                self.after(&ended).await;
                Ok(ended)
            }
            Err(error) => {
                let ended = self.let_go(lease, error, &reporter.curves(), stop).await;
                ended.map(Ended::Failed)
            }
        }
    }
}
