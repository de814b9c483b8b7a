//! When a recurring training is due, by the clock of one time zone. Pure: the time is given.

use chrono::{DateTime, Datelike, SubsecRound, TimeDelta, Utc};
use chrono_tz::Tz;
use croner::Cron;

/// The occurrences of a cron expression in a time zone, and how long a missed one is made up for.
///
/// Where clocks go forward, an expression of a single time of day that falls into the hour left out occurs at the first
/// instant after it; where they go back, it occurs in the first pass of the repeated hour. One of several times of day
/// leaves out what does not exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    cron: Cron,
    zone: Tz,
    misfire: TimeDelta,
}

/// One occurrence, by a name that no other one has.
///
/// An occurrence that is alone in its ISO week is named by the week, `2026-W48`: a weekly training stays one a week
/// where its day is changed. Others are named by day and local time besides, `2026-W48-2T04:00`, so that each has its
/// slot. Of a repeated hour both passes have the same name: what falls into it happens once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    /// When it occurs.
    pub at: DateTime<Utc>,
    /// In ISO 8601 week notation, local to the time zone.
    pub name: String,
}

impl Calendar {
    /// A calendar. What was missed by `misfire` or more is let go.
    #[must_use]
    pub const fn new(cron: Cron, zone: Tz, misfire: TimeDelta) -> Self {
        Self { cron, zone, misfire }
    }

    /// The first occurrence after `now`; none where the calendar of the world ends.
    #[must_use]
    pub fn next_after(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.next_in_zone(&self.local(now)).map(|at| at.to_utc())
    }

    /// What is to be done at `now`: the latest occurrence, where it is not longer ago than what is made up for. Earlier
    /// ones that were missed are not due any more, so that what was missed several times is done once.
    #[must_use]
    pub fn due_at(&self, now: DateTime<Utc>) -> Option<Slot> {
        let latest = self.cron.find_previous_occurrence(&self.local(now), true).ok()?;
        let at = latest.to_utc();
        (now - at < self.misfire).then(|| Slot {
            at,
            name: self.name(&latest),
        })
    }

    fn name(&self, occurrence: &DateTime<Tz>) -> String {
        let week = |at: &DateTime<Tz>| at.iso_week();
        let before = self.cron.find_previous_occurrence(occurrence, false).ok();
        let after = self.next_in_zone(occurrence);
        let shares_week = |other: &DateTime<Tz>| week(other) == week(occurrence);
        if before.iter().chain(&after).any(shares_week) {
            occurrence.format("%G-W%V-%uT%H:%M").to_string()
        } else {
            occurrence.format("%G-W%V").to_string()
        }
    }

    fn next_in_zone(&self, after: &DateTime<Tz>) -> Option<DateTime<Tz>> {
        self.cron.find_next_occurrence(after, false).ok()
    }

    /// Cut to the second, which is as fine as an expression goes.
    fn local(&self, now: DateTime<Utc>) -> DateTime<Tz> {
        now.trunc_subsecs(0).with_timezone(&self.zone)
    }
}

#[cfg(test)]
mod tests;
