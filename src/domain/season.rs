//! A season is named by the year in which it starts.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// A league season, named by its first year: `Season::starting(2023)` is 2023/24.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Season(i32);

impl Season {
    /// The season that starts in this calendar year.
    #[must_use]
    pub const fn starting(year: i32) -> Self {
        Self(year)
    }

    /// The season whose first match is played on this day. Seasons start from July on.
    ///
    /// For a whole file use the day of its first match: the season 2019/20 was played into August 2020, so a single late
    /// match cannot be told from the start of the next season.
    #[must_use]
    pub fn of_first_match(day: NaiveDate) -> Self {
        if day.month() >= 7 {
            Self(day.year())
        } else {
            Self(day.year() - 1)
        }
    }

    /// The calendar year in which it starts.
    #[must_use]
    pub const fn start_year(self) -> i32 {
        self.0
    }

    /// The season before.
    #[must_use]
    pub const fn previous(self) -> Self {
        Self(self.0 - 1)
    }
}

impl std::fmt::Display for Season {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{:02}", self.0, (self.0 + 1).rem_euclid(100))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn named_by_its_first_year() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        assert_eq!(Season::of_first_match(day(2023, 8, 11)).to_string(), "2023/24");
        assert_eq!(Season::of_first_match(day(2024, 5, 19)), Season::starting(2023));
        assert_eq!(Season::starting(1999).to_string(), "1999/00");
    }
}
