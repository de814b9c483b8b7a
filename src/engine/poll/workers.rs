//! The workers one by one.

use chrono::{DateTime, Utc};

use crate::{
    domain::SafeText,
    engine::WorkerProcess,
    store::{self, SeenWorker, StoreError, Tx},
    training::SCHEDULE_LEASE,
};

/// Workers of the last day; `now` is told by the database.
pub(super) async fn worker_processes(tx: &mut Tx, now: DateTime<Utc>) -> Result<Vec<WorkerProcess>, StoreError> {
    let seen = store::seen_workers(tx, SCHEDULE_LEASE, now).await?;
    Ok(seen.into_iter().map(worker_process).collect())
}

fn worker_process(worker: SeenWorker) -> WorkerProcess {
    WorkerProcess {
        host: host(&worker.id).map(SafeText::new),
        id: worker.id.into(),
        alive: worker.alive,
        started_at: worker.started_at,
        heartbeat_at: worker.heartbeat_at,
        run: worker.run,
        keeps_schedule: worker.keeps,
    }
}

/// A name is `host:process:started`; a host may be an address with colons of its own.
fn host(id: &str) -> Option<&str> {
    id.rsplitn(3, ':').nth(2).filter(|host| !host.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_worker_is_known_by_its_host_where_its_name_tells_it() {
        assert_eq!(host("bastion:4711:1764000000000"), Some("bastion"));
        assert_eq!(host("fe80::1:4711:1764000000000"), Some("fe80::1"));
        assert_eq!((host("some worker"), host(":1:2")), (None, None));
    }
}
