//! Is a source as fresh as its league's calendar asks?

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};

use crate::domain::FreshnessStatus;

mod calendar;
mod reason;
mod slo;

use calendar::Calendar;
pub use slo::{Arrival, Slo, SloInput, freshness_slo};

/// A gap between two match days that is longer than this is a break of the league. An international break is shorter.
const BREAK_DAYS: i64 = 14;

/// What is known of one source.
#[derive(Debug, Clone, Copy)]
pub struct FreshnessInput<'a> {
    /// Days of the league's matches that the source told of (with a score, or with odds), sorted, each once.
    pub events: &'a [NaiveDate],
    /// Days of known fixtures of which the source told nothing yet.
    pub fixtures: &'a [NaiveDate],
    /// Now.
    pub now: DateTime<Utc>,
    /// Seconds after the end of a due day from which it warns.
    pub warn_after_s: i64,
    /// Seconds after the end of a due day from which it is in error.
    pub error_after_s: i64,
}

/// What is concluded of one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Freshness {
    /// The status.
    pub status: FreshnessStatus,
    /// Seconds since the end of the first due day that has not arrived; none where nothing is due.
    pub overdue_s: Option<i64>,
    /// The first day on which it was due.
    pub due_on: Option<NaiveDate>,
    /// Next day, today or later, on which a match is expected.
    pub next_expected: Option<NaiveDate>,
    /// The status in one sentence.
    pub reason: String,
}

/// Judges a source by what should have arrived, not by the age of what did: a league in its summer break owes nothing.
///
/// Something is due at the end of a day (UTC)
/// - on which a known fixture was to be played, if it lies after the last event. A fixture before the last event was
///   postponed, since the source has been heard of after it;
/// - where no fixtures are known: that ends the round (Tuesday to Monday) by which four in five of the league's past
///   seasons, at the same point of the year, had played again.
///
/// The status is by the seconds since the end of the first due day. Where nothing is due it is idle in a break (more than
/// 14 days between the last event and the next expected one), else it passes.
#[must_use]
pub fn freshness(input: &FreshnessInput<'_>) -> Freshness {
    let Some(last) = input.events.last().copied() else {
        return Freshness {
            status: FreshnessStatus::Never,
            overdue_s: None,
            due_on: None,
            next_expected: input
                .fixtures
                .iter()
                .copied()
                .filter(|day| *day >= input.now.date_naive())
                .min(),
            reason: reason::NEVER.to_owned(),
        };
    };
    let today = input.now.date_naive();
    let calendar = Calendar {
        events: input.events,
        fixtures: input.fixtures,
    };
    let due_on = calendar.first_due_after(last).filter(|day| *day < today);
    let overdue_s = due_on.map(|day| (input.now - end_of(day)).num_seconds());
    let next_expected = calendar.next_from(today);
    let status = overdue_s.map_or_else(|| undue(last, today, next_expected), |s| by_age(s, input));
    Freshness {
        status,
        overdue_s,
        due_on,
        next_expected,
        reason: reason::sentence(status, last, due_on, overdue_s, next_expected),
    }
}

fn by_age(overdue_s: i64, input: &FreshnessInput<'_>) -> FreshnessStatus {
    if overdue_s >= input.error_after_s {
        FreshnessStatus::Error
    } else if overdue_s >= input.warn_after_s {
        FreshnessStatus::Warn
    } else {
        FreshnessStatus::Pass
    }
}

/// Nothing is due. Without any calendar the age of the last event alone tells whether the league is at play.
fn undue(last: NaiveDate, today: NaiveDate, next_expected: Option<NaiveDate>) -> FreshnessStatus {
    let gap = next_expected.unwrap_or(today) - last;
    if gap > TimeDelta::days(BREAK_DAYS) {
        FreshnessStatus::Idle
    } else {
        FreshnessStatus::Pass
    }
}

/// The midnight that ends a day.
fn end_of(day: NaiveDate) -> DateTime<Utc> {
    let next = day.checked_add_days(Days::new(1)).unwrap_or(day);
    next.and_time(NaiveTime::MIN).and_utc()
}

#[cfg(test)]
mod tests;
