//! Is the newer data newer?

use crate::domain::{Check, CheckName, FreshnessStatus, GateOutcome, SafeText};

/// A source that the version was fitted on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFreshness {
    /// Its name, for people.
    pub source: SafeText,
    /// Its status when the version was fitted.
    pub status: FreshnessStatus,
}

/// A refresh on results that are overdue is none: a person should look at the source.
pub(super) fn check(inputs: &[InputFreshness]) -> Check {
    let mut dead = inputs.iter().filter(|input| input.status == FreshnessStatus::Error);
    let count = dead.clone().count();
    let sentence = match (dead.next(), count) {
        (None, _) => format!("none of {} sources is overdue", inputs.len()),
        (Some(one), 1) => format!("{} is overdue", one.source),
        (Some(one), _) => format!("{} and {} more sources are overdue", one.source, count - 1),
    };
    Check::made(CheckName::Freshness, count == 0, GateOutcome::Hold, sentence)
        .comparing(count as f64, 0.0)
        .over(inputs.len() as u64)
}
