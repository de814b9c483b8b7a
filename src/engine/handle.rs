//! The handle that the monitor, the command line and the worker hold.

use std::sync::Arc;

use tokio::sync::{Notify, watch};

use super::{ActError, Action, Actor, Receipt, Snapshot};

/// A running engine. Clones share it.
#[derive(Debug, Clone)]
pub struct Engine {
    snapshots: watch::Receiver<Arc<Snapshot>>,
    refresh: Arc<Notify>,
}

impl Engine {
    /// The latest picture. Costs one atomic increment.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshots.borrow())
    }

    /// Tells of every new picture; a slow reader sees only the latest.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<Arc<Snapshot>> {
        self.snapshots.clone()
    }

    /// Polls every section now.
    pub fn refresh(&self) {
        self.refresh.notify_waiters();
    }

    /// Carries out an operator's action: the audit row is written first, then the deed, then its outcome.
    ///
    /// # Errors
    /// When the engine is read-only, the action makes no sense now, or the database refuses; nothing was done then.
    pub async fn act(&self, _actor: &Actor, _action: Action) -> Result<Receipt, ActError> {
        Err(ActError::Refused("not yet connected".into()))
    }
}
