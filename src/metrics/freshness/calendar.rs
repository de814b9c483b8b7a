//! When a league plays: by its fixtures, or by the rounds of its past seasons.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// Share of the past seasons that must have played again before a league is expected to: breaks for national teams move
/// by a week from year to year. Over five leagues and 3.5 seasons, looked at every day, complete data was called late on
/// 0.6 % of the days (the winter world cup of 2022 apart); with one half it was 2.5 %.
const PATIENCE: (usize, usize) = (4, 5);
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
        let mut waits: Vec<u64> = self
            .past(Round::of(last))
            .filter_map(|past| self.wait_after(past))
            .collect();
        waits.sort_unstable();
        let (share, of) = PATIENCE;
        Round::of(last)
            .later(*waits.get(waits.len() * share / of)?)
            .map(Round::last_day)
    }

    /// Rounds from this one to the next that was played.
    fn wait_after(&self, round: Round) -> Option<u64> {
        let next = self
            .events
            .get(self.events.partition_point(|day| *day <= round.last_day()))?;
        u64::try_from((Round::of(*next).first - round.first).num_days() / 7).ok()
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

    fn later(self, rounds: u64) -> Option<Self> {
        let first = self.first.checked_add_days(Days::new(7 * rounds))?;
        Some(Self { first })
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
