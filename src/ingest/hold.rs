//! Why a row is held.

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
            change: Some(Change {
                stored: stored.to_string(),
                told: told.to_string(),
            }),
        }
    }

    pub(super) fn removed(stored: Score) -> Self {
        Self {
            kind: HeldKind::ResultRemoved,
            reason: format!("has no score here, stored {stored} kept"),
            change: Some(Change {
                stored: stored.to_string(),
                told: "no score".to_owned(),
            }),
        }
    }

    /// The same match on another day than it was played; `told` has the row's score, if it has one.
    pub(super) fn other_day(day: NaiveDate, stored: Score, told: (NaiveDate, Option<Score>)) -> Self {
        let (told_day, told_score) = told;
        let told_score = told_score.map_or_else(|| "no score".to_owned(), |score| score.to_string());
        Self {
            kind: HeldKind::OtherDay,
            reason: format!("the same match is stored on {day} as {stored}: is this a second day of it?"),
            change: Some(Change {
                stored: format!("{stored} on {day}"),
                told: format!("{told_score} on {told_day}"),
            }),
        }
    }
}
