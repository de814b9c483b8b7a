//! What runs beside a training: its heartbeat, its scribe, and the ear for a request to stop.

use std::time::Duration;

use tokio::{
    sync::watch,
    time::{MissedTickBehavior, timeout},
};
use tokio_util::sync::CancellationToken;

use super::Worker;
use crate::{
    domain::with_causes,
    store::{self, HEARTBEAT, Held, Lease, Patience, Progress, StoreError},
    training::progress::Reporter,
};

/// Between two writes of progress, and so the longest that a request to cancel stays unread.
const WRITE_PROGRESS: Duration = Duration::from_millis(200);

/// Lengthens the lease and the worker's own sign of life. Losing the lease stops the training. A database that is away is
/// asked again until the next beat: the lease may just hold.
pub(super) async fn keep_lease(worker: Worker, lease: Lease, reporter: Reporter, over: CancellationToken) {
    let mut beat = tokio::time::interval(HEARTBEAT);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = over.cancelled() => return,
            _ = beat.tick() => {}
        }
        let mut patience = Patience::of(HEARTBEAT);
        loop {
            // A connection whose other end has vanished says nothing: it is given up for the next beat.
            match timeout(HEARTBEAT, beat_once(&worker, &lease)).await {
                Err(_elapsed) => {
                    tracing::warn!(
                        run = lease.run,
                        "cannot lengthen the lease: the database does not answer"
                    );
                    break;
                }
                Ok(Ok(held)) => break obey(held, &reporter),
                Ok(Err(error)) => {
                    tracing::warn!(run = lease.run, "cannot lengthen the lease: {}", with_causes(&error));
                    if over.is_cancelled() || !patience.waits_after(&error).await {
                        break;
                    }
                }
            }
        }
    }
}

async fn beat_once(worker: &Worker, lease: &Lease) -> Result<Held, StoreError> {
    let mut tx = worker.db.write_beside().await?;
    let now = store::now(&mut tx).await?;
    let held = store::heartbeat(&mut tx, lease, now).await?;
    store::worker_heartbeat(&mut tx, &worker.id, now).await?;
    tx.commit().await?;
    Ok(held)
}

/// Writes the latest progress, not every step of it, an event for each stage, and hears of a request to cancel.
pub(super) async fn write_progress(
    worker: Worker,
    lease: Lease,
    reporter: Reporter,
    mut progress: watch::Receiver<Progress>,
    over: CancellationToken,
) {
    let mut stage = None;
    let mut pause = WRITE_PROGRESS;
    loop {
        let latest = progress.borrow_and_update().clone();
        let held = async {
            let mut tx = worker.db.write_beside().await?;
            let held = store::write_progress(&mut tx, &lease, &latest).await?;
            if held != Held::Lost && stage != Some(latest.stage) {
                store::add_event(&mut tx, &lease, worker.clock.now(), Some(latest.stage), &latest.message).await?;
            }
            tx.commit().await?;
            Ok::<_, StoreError>(held)
        };
        match held.await {
            Ok(held) => {
                stage = Some(latest.stage);
                pause = WRITE_PROGRESS;
                obey(held, &reporter);
            }
            Err(error) => {
                pause = (pause * 2).min(HEARTBEAT);
                tracing::warn!(run = lease.run, "cannot write progress: {}", with_causes(&error));
            }
        }
        tokio::select! {
            () = over.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

fn obey(held: Held, reporter: &Reporter) {
    match held {
        Held::Yes {
            cancel_requested: false,
        } => {}
        Held::Yes { cancel_requested: true } | Held::Lost => reporter.request_stop(),
    }
}

pub(super) async fn stop_with(stop: CancellationToken, reporter: Reporter, over: CancellationToken) {
    tokio::select! {
        () = stop.cancelled() => reporter.request_stop(),
        () = over.cancelled() => {}
    }
}
