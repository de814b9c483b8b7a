//! Telling MLflow, beside the trainings.

use std::time::Duration;

use tokio_util::{sync::CancellationToken, task::AbortOnDropHandle};

use super::Worker;
use crate::{domain::with_causes, registry::Deliverer};

/// A worker that ends gives the rest of the outbox this long; what is left is told by the next.
const LAST: Duration = Duration::from_secs(20);

/// A delivery that goes on beside a worker, so that a slow server slows no training.
pub(super) struct Delivery {
    deliverer: Deliverer,
    over: CancellationToken,
    task: AbortOnDropHandle<()>,
}

impl Delivery {
    /// Begins; none where there is no MLflow.
    pub(super) fn beside(worker: &Worker) -> Option<Self> {
        let mlflow = worker.mlflow.clone()?;
        let deliverer = Deliverer::new(worker.db.clone(), mlflow, worker.id.clone());
        let over = CancellationToken::new();
        let task = tokio::spawn({
            let (deliverer, over) = (deliverer.clone(), over.clone());
            async move { deliverer.run(&over).await }
        });
        Some(Self {
            deliverer,
            over,
            task: AbortOnDropHandle::new(task),
        })
    }

    /// Ends; `flush` tells what waits first.
    pub(super) async fn end(self, flush: bool) {
        self.over.cancel();
        if let Err(error) = self.task.await {
            tracing::error!("the delivery to MLflow died: {error}");
        }
        if !flush {
            return;
        }
        if let Err(error) = self.deliverer.flush(LAST).await {
            tracing::warn!("the outbox is left to the next worker: {}", with_causes(&error));
        }
    }
}
