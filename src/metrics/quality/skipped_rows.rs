//! Rows of a league's last load that did not go in. A load that skips half of its rows still completes.

use super::{Check, facts::LeagueLoad};
use crate::domain::Severity;

/// Shares above which it deserves a look, and an operator.
const WARNING: f64 = 0.02;
const CRITICAL: f64 = 0.10;

/// A share of fewer rows says little, unless several were skipped.
const FEWEST_ROWS: u64 = 50;
const SEVERAL: u64 = 3;

pub(super) fn check(load: &LeagueLoad) -> Check {
    let LeagueLoad { rows, skipped, .. } = load;
    if *rows < FEWEST_ROWS && *skipped < SEVERAL {
        return Check::Insufficient;
    }
    let share = *skipped as f64 / *rows as f64;
    let severity = if share > CRITICAL {
        Severity::Critical
    } else if share > WARNING {
        Severity::Warning
    } else {
        return Check::Passed;
    };
    Check::found(
        severity,
        format!(
            "{skipped} of {rows} rows of the last load were put in quarantine, {:.1} %",
            100.0 * share
        ),
    )
}
