//! Why a row is held.

use std::{fmt, str::FromStr};

use chrono::NaiveDate;

use crate::domain::{HeldKind, Score};

/// Why a row is held, and of a row that would change a played match, what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hold {
    pub(super) kind: HeldKind,
    pub(super) reason: String,
    pub(super) change: Option<Change>,
}

/// Both sides of a difference, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) stored: String,
    pub(super) told: String,
}

/// What one side says of a match: `2-1`, `no score`, `2-1 on 2024-01-27`. The day is told where the sides differ in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Side {
    pub(super) score: Option<Score>,
    pub(super) day: Option<NaiveDate>,
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.score {
            Some(score) => write!(f, "{score}")?,
            None => f.write_str(NO_SCORE)?,
        }
        self.day.map_or(Ok(()), |day| write!(f, "{ON_DAY}{day}"))
    }
}

impl FromStr for Side {
    type Err = ();

    /// Reads back what was written.
    fn from_str(text: &str) -> Result<Self, ()> {
        let (score, day) = match text.split_once(ON_DAY) {
            Some((score, day)) => (score, Some(day.parse().map_err(drop)?)),
            None => (text, None),
        };
        let goals = |text: &str| text.parse::<u8>().map_err(drop);
        let score = match score.split_once('-') {
            Some((home, away)) => Some(Score {
                home: goals(home)?,
                away: goals(away)?,
            }),
            None if score == NO_SCORE => None,
            None => return Err(()),
        };
        Ok(Self { score, day })
    }
}

impl Change {
    fn of(stored: Side, told: Side) -> Self {
        Self {
            stored: stored.to_string(),
            told: told.to_string(),
        }
    }
}

const NO_SCORE: &str = "no score";
const ON_DAY: &str = " on ";

/// A score without a day.
fn only(score: Option<Score>) -> Side {
    Side { score, day: None }
}

impl Hold {
    pub(super) fn new(kind: HeldKind, reason: String) -> Self {
        Self {
            kind,
            reason,
            change: None,
        }
    }

    pub(super) fn changed(stored: Score, told: Score) -> Self {
        Self {
            kind: HeldKind::ResultChanged,
            reason: format!("changes {stored} to {told}"),
            change: Some(Change::of(only(Some(stored)), only(Some(told)))),
        }
    }

    pub(super) fn removed(stored: Score) -> Self {
        Self {
            kind: HeldKind::ResultRemoved,
            reason: format!("has no score here, stored {stored} kept"),
            change: Some(Change::of(only(Some(stored)), only(None))),
        }
    }

    /// The same match on another day than it was played; `told` has the row's score, if it has one.
    pub(super) fn other_day(day: NaiveDate, stored: Score, told: (NaiveDate, Option<Score>)) -> Self {
        let (told_day, told_score) = told;
        let on = |day, score| Side { score, day: Some(day) };
        Self {
            kind: HeldKind::OtherDay,
            reason: format!("the same match is stored on {day} as {stored}: is this a second day of it?"),
            change: Some(Change::of(on(day, Some(stored)), on(told_day, told_score))),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_written_is_read_back(
            score in proptest::option::of((0u8..30, 0u8..30)),
            day in proptest::option::of(0u64..20_000),
        ) {
            let side = Side {
                score: score.map(|(home, away)| Score { home, away }),
                day: day.map(|day| NaiveDate::default() + chrono::Days::new(day)),
            };
            prop_assert_eq!(side.to_string().parse(), Ok(side));
        }
    }

    #[test]
    fn other_words_are_no_side() {
        for text in ["", "2", "2-", "2:1", "2-1 on Friday", "no score on "] {
            assert_eq!(text.parse::<Side>(), Err(()), "{text}");
        }
    }
}
