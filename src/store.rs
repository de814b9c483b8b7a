//! The database. Each query is written once, in the dialect that SQLite and PostgreSQL share, and runs in a [`Tx`].

mod audit;
mod error;
mod models;
mod open;
mod queue;
mod runs;
mod transaction;
mod workers;

pub use audit::{AuditEntry, begin_audit, end_audit};
pub use error::{Context, StoreError};
pub use models::{
    ModelSummary, NewModel, champion, count_models, count_versions_with_prefix, model_parameters, promote_model,
    register_model,
};
pub use open::{Db, OpenMode};
pub use queue::{
    Cancelled, Ending, Enqueued, HEARTBEAT, Held, LEASE, Lease, MAX_ATTEMPTS, Progress, add_event, cancel, claim,
    enqueue, finish, heartbeat, write_progress,
};
pub use runs::{finished_runs, live_runs, run};
pub use transaction::Tx;
pub(crate) use transaction::with_tx;
pub use workers::{Liveness, liveness, remove_worker, worker_heartbeat};
