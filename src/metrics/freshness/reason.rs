//! A status in one sentence.

use chrono::NaiveDate;

use crate::domain::FreshnessStatus;

pub(super) const NEVER: &str = "nothing was ever loaded";

pub(super) fn sentence(
    status: FreshnessStatus,
    last: NaiveDate,
    due_on: Option<NaiveDate>,
    overdue_s: Option<i64>,
    next: Option<NaiveDate>,
) -> String {
    let next = next.map_or_else(
        || "when the next match is expected is not known".to_owned(),
        |day| format!("the next match is expected on {day}"),
    );
    match (status, due_on.zip(overdue_s)) {
        (FreshnessStatus::Never, _) => NEVER.to_owned(),
        (FreshnessStatus::Idle, _) => format!("a break since {last}: {next}"),
        (_, None) => format!("complete up to {last}: {next}"),
        (FreshnessStatus::Pass, Some((due, _))) => {
            format!("complete up to {last}; matches up to {due} may still arrive")
        }
        (_, Some((due, overdue))) => {
            format!(
                "nothing after {last}: matches up to {due} are overdue by {}",
                age(overdue)
            )
        }
    }
}

fn age(seconds: i64) -> String {
    let hours = seconds / 3600;
    if hours < 48 {
        format!("{hours} h")
    } else {
        format!("{} days", hours / 24)
    }
}
