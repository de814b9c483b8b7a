//! When a league plays: by its fixtures, or by the rounds of its past seasons.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// A year of rounds, and one more.
const ROUNDS_AHEAD: usize = 54;

pub(super) struct Calendar<'a> {
    /// Sorted.
    pub(super) events: &'a [NaiveDate],
    pub(super) fixtures: &'a [NaiveDate],
}

impl Calendar<'_> {
    /// The first day after `last` at whose end something is due.
    pub(super) fn first_due_after(&self, last: NaiveDate) -> Option<NaiveDate> {
        if !self.fixtures.is_empty() {
            return self.fixtures.iter().copied().filter(|day| *day > last).min();
        }
        // The rest of the last event's own round may have brought nothing more to wait for.
        let rounds = rounds_from(Round::of(last)).skip(1);
        rounds
            .take(ROUNDS_AHEAD)
            .find(|round| self.usually_played(*round))
            .map(Round::last_day)
    }

    /// The first day from `today` on at which a match is expected.
    pub(super) fn next_from(&self, today: NaiveDate) -> Option<NaiveDate> {
        let fixture = self.fixtures.iter().copied().filter(|day| *day >= today).min();
        if fixture.is_some() {
            return fixture;
        }
        // In a first season nothing is known of the rounds ahead, which does not make them a break.
        rounds_from(Round::of(today))
            .take(ROUNDS_AHEAD)
            .take_while(|round| self.past(*round).next().is_some())
            .filter(|round| self.usually_played(*round))
            .find_map(|round| self.usual_day(round, today))
    }

    /// At least half of the past seasons that the events cover, and at least one, played in this round.
    fn usually_played(&self, round: Round) -> bool {
        let seasons = self.past(round).count();
        let played = self.past(round).filter(|past| !self.days_in(*past).is_empty()).count();
        seasons > 0 && 2 * played >= seasons
    }

    /// The same round in the years before, as far back as the events go.
    fn past(&self, round: Round) -> impl Iterator<Item = Round> {
        let first = self.events.first().copied();
        (1..).map_while(move |years| {
            let past = round.years_ago(years)?;
            (past.last_day() >= first?).then_some(past)
        })
    }

    /// The day of this round, not before `from`, that corresponds to a match day of the latest season that played in it.
    fn usual_day(&self, round: Round, from: NaiveDate) -> Option<NaiveDate> {
        let latest = self
            .past(round)
            .map(|past| (past, self.days_in(past)))
            .find(|(_, days)| !days.is_empty())?;
        let (past, days) = latest;
        let mut same_weekday = days.iter().map(|day| round.first + (*day - past.first));
        same_weekday.find(|day| *day >= from)
    }

    fn days_in(&self, round: Round) -> &[NaiveDate] {
        let start = self.events.partition_point(|day| *day < round.first);
        let end = self.events.partition_point(|day| *day <= round.last_day());
        self.events.get(start..end).unwrap_or_default()
    }
}

/// Seven days from Tuesday to Monday: a match day that begins on Friday and one in midweek each lie within one.
#[derive(Debug, Clone, Copy)]
struct Round {
    first: NaiveDate,
}

impl Round {
    fn of(day: NaiveDate) -> Self {
        Self {
            first: day.week(Weekday::Tue).checked_first_day().unwrap_or(day),
        }
    }

    fn last_day(self) -> NaiveDate {
        self.first.checked_add_days(Days::new(6)).unwrap_or(self.first)
    }

    /// The round whose days are nearest to the same days of the year.
    fn years_ago(self, years: i32) -> Option<Self> {
        let thursday = self.first.checked_add_days(Days::new(3))?;
        let year = thursday.year().checked_sub(years)?;
        // The 29th of February has the 28th in other years.
        let same_day = thursday
            .with_year(year)
            .or_else(|| thursday.pred_opt()?.with_year(year))?;
        Some(Self::of(same_day))
    }
}

fn rounds_from(round: Round) -> impl Iterator<Item = Round> {
    std::iter::successors(Some(round), |round| {
        Some(Round {
            first: round.first.checked_add_days(Days::new(7))?,
        })
    })
}
