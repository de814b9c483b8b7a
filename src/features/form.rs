//! The view `form`: points and goals of a team in its last matches.

use chrono::NaiveDate;

use super::{Feature, Fields, feature::field};
use crate::domain::FeatureView;

/// A match as one of its teams saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Played {
    /// Its day.
    pub date: NaiveDate,
    /// The team's own goals.
    pub goals_for: u8,
    /// Its opponent's.
    pub goals_against: u8,
}

impl Played {
    /// Three points for a win, one for a draw.
    const fn points(self) -> u32 {
        if self.goals_for > self.goals_against {
            3
        } else if self.goals_for == self.goals_against {
            1
        } else {
            0
        }
    }
}

/// Sums over a team's last matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    /// Matches summed: fewer than asked for where the team has not played so many.
    pub matches: u32,
    /// Points, three for a win.
    pub points: u32,
    /// Own goals.
    pub goals_for: u32,
    /// Goals of the opponents.
    pub goals_against: u32,
}

impl Span {
    fn of(matches: &[Played]) -> Self {
        matches.iter().fold(Self::default(), |sum, played| Self {
            matches: sum.matches + 1,
            points: sum.points + played.points(),
            goals_for: sum.goals_for + u32::from(played.goals_for),
            goals_against: sum.goals_against + u32::from(played.goals_against),
        })
    }
}

/// A team's form as of a day: its last 5, 10 and 20 matches in any league, and how long it has rested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TeamForm {
    /// Over the last [`TeamForm::LENGTHS`], in this order.
    pub spans: [Span; 3],
    /// Day of the last match.
    pub last_match: NaiveDate,
    /// Whole days from the last match to the day of the form, 0 or more.
    pub rest_days: u32,
}

impl TeamForm {
    /// Matches that the spans look back.
    pub const LENGTHS: [usize; 3] = [5, 10, 20];

    /// The form on a day, from matches in order of their days; those after it are not known yet. None where none was
    /// played.
    #[must_use]
    pub fn on(day: NaiveDate, matches: &[Played]) -> Option<Self> {
        let known = matches.partition_point(|played| played.date <= day);
        let known = matches.get(..known)?;
        let last_match = known.last()?.date;
        let last = |length: usize| known.get(known.len().saturating_sub(length)..).unwrap_or_default();
        Some(Self {
            spans: Self::LENGTHS.map(|length| Span::of(last(length))),
            last_match,
            rest_days: u32::try_from((day - last_match).num_days()).unwrap_or(0),
        })
    }
}

/// Names of a span's four fields.
const NAMES: [[&str; 4]; 3] = [
    ["matches_5", "points_5", "goals_for_5", "goals_against_5"],
    ["matches_10", "points_10", "goals_for_10", "goals_against_10"],
    ["matches_20", "points_20", "goals_for_20", "goals_against_20"],
];

impl Feature for TeamForm {
    const VIEW: FeatureView = FeatureView::Form;

    fn fields(&self) -> Vec<(&'static str, String)> {
        let sums = NAMES.iter().zip(self.spans).flat_map(|(names, span)| {
            let sums = [span.matches, span.points, span.goals_for, span.goals_against];
            names.iter().copied().zip(sums.map(|sum| sum.to_string()))
        });
        let days = [
            ("last_match", self.last_match.to_string()),
            ("rest_days", self.rest_days.to_string()),
        ];
        sums.chain(days).collect()
    }

    fn read(fields: &Fields) -> Option<Self> {
        let mut spans = [Span::default(); 3];
        for (span, [matches, points, goals_for, goals_against]) in spans.iter_mut().zip(NAMES) {
            *span = Span {
                matches: field(fields, matches)?,
                points: field(fields, points)?,
                goals_for: field(fields, goals_for)?,
                goals_against: field(fields, goals_against)?,
            };
        }
        Some(Self {
            spans,
            last_match: field(fields, "last_match")?,
            rest_days: field(fields, "rest_days")?,
        })
    }
}

#[cfg(test)]
mod tests;
