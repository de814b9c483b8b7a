//! Runs as jobs: claimed with a lease, written to with a fencing token.
//!
//! A worker that is paused, or cut off, for longer than its lease may find that another has taken its run. Each claim
//! raises the attempt number, and every write names the attempt it belongs to: a late writer changes no row and is told.
//! Leases are counted by the database's clock ([`super::now`]), so that workers on hosts whose clocks differ agree.
//!
//! No queue crate gives this on SQLite and PostgreSQL alike, and the run that the screen shows is the job itself: the one
//! that serves both, apalis, fences no late writer and sets `synchronous = OFF` on the SQLite pool it is given.

mod cancel;
mod claim;
mod end;
mod enqueue;
mod hold;

use std::time::Duration;

use chrono::TimeDelta;

use crate::domain::{LeagueCode, RunBasis, RunKind};

pub use cancel::{Cancelled, cancel};
pub use claim::{claim, give_up, let_lease_lapse, run_owners};
pub use end::{Ending, finish, forget_upkeep, release, retry};
pub use enqueue::{Enqueued, NewRun, enqueue};
pub use hold::{Held, Progress, add_event, heartbeat, note_model, still_held, write_progress};

/// How long a worker holds a run without a sign of life.
pub const LEASE: TimeDelta = TimeDelta::seconds(30);
/// How often a worker gives one.
pub const HEARTBEAT: Duration = Duration::from_secs(10);
/// A run that fails for a passing reason, or whose worker dies, is given up when that has happened this often.
pub const MAX_FAILURES: i64 = 5;

/// The right to write to a run, until the lease runs out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// The run.
    pub run: i64,
    /// What is to be done.
    pub kind: RunKind,
    /// The fencing token.
    pub attempt: i64,
    /// How often the run failed before this attempt.
    pub failures: i64,
    /// The worker.
    pub owner: String,
    /// The only league to refit; none is all leagues.
    pub league: Option<LeagueCode>,
    /// Whose specification is fitted.
    pub basis: RunBasis,
}
