//! One detached worker on a host, however many are started.

use rustix::system::uname;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::task::AbortOnDropHandle;

use crate::{
    domain::with_causes,
    store::{self, Db, HEARTBEAT, LEASE, StoreError},
    training::hold_or_inherit,
};

/// The right to be the one detached worker of this host on a database.
///
/// Two monitors that ask for a training in the same moment both see that no worker lives, and both start one. On either
/// database the right is a lease that the first one takes; the second ends, and what it was started for is done by the
/// first. It is one for each host: workers on other hosts, and `touchline worker` in a terminal or under a service
/// manager, are as many as someone wants there to be.
///
/// A worker that was killed leaves its lease behind, and the next one on its host inherits it at once.
#[derive(Debug)]
pub struct SoleWorker {
    db: Db,
    lease: Lease,
    renewed: AbortOnDropHandle<()>,
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
            renewed: AbortOnDropHandle::new(tokio::spawn(renew(db.clone(), lease))),
        }))
    }

    /// Gives it back.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn give_back(self) -> Result<(), StoreError> {
        // A renewal that is under way would take back what is given.
        self.renewed.abort();
        let _aborted = self.renewed.await;
        let mut tx = self.db.write_beside().await?;
        store::release_lease(&mut tx, &self.lease.name, &self.lease.owner).await?;
        tx.commit().await
    }
}

impl Lease {
    async fn take(&self, db: &Db) -> Result<bool, StoreError> {
        let mut tx = db.write_beside().await?;
        let held = hold_or_inherit(&mut tx, &self.name, &self.owner, LEASE).await?;
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
