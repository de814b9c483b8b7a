//! The same matches under two leagues: a file was loaded under a wrong code, and its league counts twice.

use super::{Check, facts::SharedMatches};
use crate::domain::Severity;

/// A share of one league's season in another that is no slip of single rows.
const MANY: f64 = 0.10;

pub(super) fn check(pair: &SharedMatches) -> Check {
    let SharedMatches {
        leagues: [one, other],
        shared,
        of,
        ..
    } = pair;
    if *shared == 0 {
        return Check::Passed;
    }
    let severity = if *shared as f64 > MANY * *of as f64 {
        Severity::Critical
    } else {
        Severity::Warning
    };
    Check::found(
        severity,
        format!("{shared} of {of} matches are stored under {one} and {other}"),
    )
}
