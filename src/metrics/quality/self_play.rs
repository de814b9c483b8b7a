//! A team cannot play itself: where a source says so, two clubs go by one name.

use super::{Check, facts::SelfPlayed};
use crate::domain::Severity;

pub(super) fn check(told: &SelfPlayed) -> Check {
    match told.rows {
        0 => Check::Passed,
        1 => Check::found(
            Severity::Warning,
            format!("a row has a team play itself: {}", told.example),
        ),
        rows => Check::found(
            Severity::Warning,
            format!("{rows} rows have a team play itself, such as: {}", told.example),
        ),
    }
}
