//! One detached worker on a host, however many are started.

use rustix::{
    io::Errno,
    process::{Pid, test_kill_process},
    system::uname,
};
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::task::AbortOnDropHandle;

use crate::{
    domain::with_causes,
    store::{self, Db, HEARTBEAT, LEASE, StoreError},
};

/// The right to be the one detached worker of this host on a database.
///
/// Two monitors that ask for a training in the same moment both see that no worker lives, and both start one. On either
/// database the right is a lease that the first one takes; the second ends, and what it was started for is done by the
/// first. It is one for each host: workers on other hosts, and `touchline worker` in a terminal or under a service
/// manager, are as many as someone wants there to be.
///
/// A worker that was killed leaves its lease behind. Its process is known to be gone at once on the host it ran on, which
/// is the only one that asks, so nobody waits for that lease to run out.
#[derive(Debug)]
pub struct SoleWorker {
    db: Db,
    lease: Lease,
    _renewed: AbortOnDropHandle<()>,
}

#[derive(Debug, Clone)]
struct Lease {
    name: String,
    owner: String,
}

impl SoleWorker {
    /// Takes the right for the worker `id`, a name by [`worker_id`](crate::training::worker_id), and keeps it; none where
    /// another one lives.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take(db: &Db, id: &str) -> Result<Option<Self>, StoreError> {
        let lease = Lease {
            name: format!("detached worker on {}", uname().nodename().to_string_lossy()),
            owner: id.to_owned(),
        };
        if !lease.take(db).await? {
            return Ok(None);
        }
        Ok(Some(Self {
            db: db.clone(),
            lease: lease.clone(),
            _renewed: AbortOnDropHandle::new(tokio::spawn(renew(db.clone(), lease))),
        }))
    }

    /// Gives it back.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn give_back(self) -> Result<(), StoreError> {
        let mut tx = self.db.write_beside().await?;
        store::release_lease(&mut tx, &self.lease.name, &self.lease.owner).await?;
        tx.commit().await
    }
}

impl Lease {
    async fn take(&self, db: &Db) -> Result<bool, StoreError> {
        let mut tx = db.write_beside().await?;
        if let Some(holder) = store::lease_holder(&mut tx, &self.name).await?
            && is_gone(&holder)
        {
            store::release_lease(&mut tx, &self.name, &holder).await?;
        }
        let now = store::now(&mut tx).await?;
        let held = store::hold_lease(&mut tx, &self.name, &self.owner, now, LEASE).await?;
        tx.commit().await?;
        Ok(held)
    }
}

/// Lengthens the lease with every heartbeat. A worker that lost it, because it was stopped for longer than the lease lasts,
/// is one too many and ends when it is idle: what it holds, it holds by the lease of the run.
async fn renew(db: Db, lease: Lease) {
    let mut beat = interval(HEARTBEAT);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        beat.tick().await;
        match lease.take(&db).await {
            Ok(true) => {}
            Ok(false) => {
                return tracing::warn!(
                    "another detached worker has taken over: {} is one too many",
                    lease.owner
                );
            }
            Err(error) => tracing::warn!("cannot stay the only detached worker: {}", with_causes(&error)),
        }
    }
}

/// Whether a worker, by its name `host:process:started`, was a process of this host that is no more. A process number that
/// is in use again, or that belongs to another container of the same host name, only makes this answer late or a worker
/// too many; it takes no run from anyone.
pub(super) fn is_gone(worker: &str) -> bool {
    let mut parts = worker.rsplitn(3, ':');
    let (Some(_started), Some(process), Some(host)) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    // `from_raw` takes no negative number.
    let process = process
        .parse()
        .ok()
        .filter(|number| *number > 0)
        .and_then(Pid::from_raw);
    uname().nodename().to_string_lossy() == host
        && process.is_some_and(|process| test_kill_process(process) == Err(Errno::SRCH))
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;
    use crate::training::worker_id;

    #[test]
    fn a_worker_is_gone_when_its_process_on_this_host_is() {
        let mut child = Command::new("true").spawn().unwrap();
        let id = worker_id();
        let of_child = id.replace(&format!(":{}:", std::process::id()), &format!(":{}:", child.id()));
        assert!(!is_gone(&id) && !is_gone(&of_child), "not yet waited for");
        child.wait().unwrap();
        assert!(is_gone(&of_child));
        let (_, elsewhere) = of_child.split_once(':').unwrap();
        for other in [
            &format!("elsewhere:{elsewhere}"),
            "",
            "::",
            "host:0:0",
            "host:-1:0",
            "some worker",
        ] {
            assert!(!is_gone(other), "{other}");
        }
    }
}
