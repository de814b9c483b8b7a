//! Drift: loads the series of all leagues, judges them on all cores, and writes the evaluations down.

mod judge;
mod record;
mod series;

pub use judge::{DriftJudge, Look};
pub use record::{Due, record_verdicts};
