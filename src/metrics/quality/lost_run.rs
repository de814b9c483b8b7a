//! A run that is said to run while its worker is gone. The next worker takes it up; without one it stays for ever.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Check, facts::RunFacts};
use crate::domain::Severity;

/// A living worker takes a lost run up within seconds; one that stays lost for this long has nobody.
const FORGOTTEN: TimeDelta = TimeDelta::minutes(10);

pub(super) fn check(run: &RunFacts, wall: DateTime<Utc>) -> Check {
    if !run.is_running {
        return Check::Passed;
    }
    let Some(expired) = run.lease_expires_at else {
        return Check::found(
            Severity::Critical,
            format!("training #{} runs without a worker", run.id),
        );
    };
    let lost_for = wall - expired;
    if lost_for <= TimeDelta::zero() {
        return Check::Passed;
    }
    let severity = if lost_for > FORGOTTEN {
        Severity::Critical
    } else {
        Severity::Warning
    };
    // The moment and not its age: a sentence that changes at every look would be sent at every look.
    Check::found(
        severity,
        format!(
            "training #{} runs without a sign of life, its lease ended {}: start `touchline worker` to take it up",
            run.id,
            expired.format("%Y-%m-%d %H:%M:%S UTC")
        ),
    )
}
