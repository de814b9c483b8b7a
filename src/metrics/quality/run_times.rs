//! A run that ends before it starts: two clocks, or two time zones, wrote its times.

use super::{Check, facts::RunFacts};
use crate::domain::Severity;

pub(super) fn check(run: &RunFacts) -> Check {
    let Some((started, finished)) = run.started_at.zip(run.finished_at) else {
        return Check::Insufficient;
    };
    if started <= finished {
        return Check::Passed;
    }
    let early = (started - finished).num_seconds();
    Check::found(
        Severity::Warning,
        format!(
            "training #{} ended {early} s before it started ({}): do its hosts' clocks and time zones agree?",
            run.id,
            started.format("%Y-%m-%d %H:%M:%S UTC")
        ),
    )
}
