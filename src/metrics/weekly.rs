//! A tally with its weeks. Matches of one week share their fits and their news, so a standard error counts weeks and not
//! matches; all else that a tally holds needs no weeks.

mod cluster;

pub(super) use cluster::{Cluster, Sums};

use std::ops::AddAssign;

use chrono::{NaiveDate, Weekday};

use super::{Settled, Tally, tally::MatchScores};
use crate::domain::Forecast;

/// A tally of settled forecasts, and what each week, Monday to Sunday, brought to the scores that have a standard error.
/// A commutative monoid as the tally itself.
#[derive(Debug, Clone, Default)]
pub struct WeeklyTally {
    tally: Tally,
    /// In the order in which they came. Matches mostly come by date, so the week of the next is the last one; a week that
    /// comes again later begins anew, and is put together when it is read.
    weeks: Vec<Week>,
}

#[derive(Debug, Clone, Copy)]
struct Week {
    monday: NaiveDate,
    sunday: NaiveDate,
    cluster: Cluster,
}

impl WeeklyTally {
    /// Adds one settled forecast of a match on this day.
    pub fn add(&mut self, day: NaiveDate, forecast: &Forecast, settled: impl Into<Settled>) {
        let scores = MatchScores::of(forecast, settled.into());
        self.tally.add_scored(forecast, &scores);
        if let Some(week) = self.week_of(day) {
            week.cluster.add(&scores);
        }
    }

    /// Adds what was settled on this day.
    pub fn add_day(&mut self, day: NaiveDate, tally: &Tally) {
        self.tally += tally;
        if let Some(week) = self.week_of(day) {
            week.cluster += &Cluster::of(tally);
        }
    }

    /// All weeks together.
    #[must_use]
    pub const fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Each week once, the oldest first.
    pub(super) fn clusters(&self) -> Vec<Cluster> {
        let mut weeks: Vec<&Week> = self.weeks.iter().collect();
        weeks.sort_by_key(|week| week.monday);
        weeks
            .chunk_by(|a, b| a.monday == b.monday)
            .map(|parts| parts.iter().map(|part| &part.cluster).sum())
            .collect()
    }

    fn week_of(&mut self, day: NaiveDate) -> Option<&mut Week> {
        if !self.weeks.last().is_some_and(|week| week.holds(day)) {
            self.weeks.push(Week::of(day));
        }
        self.weeks.last_mut()
    }
}

impl AddAssign<&Self> for WeeklyTally {
    fn add_assign(&mut self, other: &Self) {
        self.tally += &other.tally;
        self.weeks.extend(&other.weeks);
    }
}

impl Week {
    fn of(day: NaiveDate) -> Self {
        let week = day.week(Weekday::Mon);
        Self {
            monday: week.checked_first_day().unwrap_or(NaiveDate::MIN),
            sunday: week.checked_last_day().unwrap_or(NaiveDate::MAX),
            cluster: Cluster::default(),
        }
    }

    fn holds(&self, day: NaiveDate) -> bool {
        (self.monday..=self.sunday).contains(&day)
    }
}

#[cfg(test)]
mod tests;
