//! Seasons as they are typed.

use std::str::FromStr;

use touchline::domain::Season;

/// The first season of football-data.co.uk. Two-digit years from here on belong to the twentieth century.
const FIRST: i32 = 1993;
const LAST: i32 = FIRST + 99;

/// One season or several in a row: `2324`, `2023/24`, `2023` (the year in which it starts), `2019..2023`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seasons {
    first: i32,
    last: i32,
}

impl Seasons {
    pub(super) fn all(self) -> impl Iterator<Item = Season> {
        (self.first..=self.last).map(Season::starting)
    }
}

impl FromStr for Seasons {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let range = match text.split_once("..") {
            Some((first, last)) => year(first).zip(year(last)),
            None => one(text).map(|season| (season, season)),
        };
        match range {
            Some((first, last)) if FIRST <= first && first <= last && last <= LAST => Ok(Self { first, last }),
            _ => Err(format!(
                "{text:?} is no season: 2324 or 2023/24, the year in which it starts (2023), or a range of these years \
                 (2019..2023), from {FIRST} on"
            )),
        }
    }
}

/// A code of two years is told from a year by its second half, which follows the first: 2021 is 2020/21.
fn one(text: &str) -> Option<i32> {
    let (first, second) = match text.split_once('/') {
        Some((first, second)) => (year(first)?, two_digits(second)?),
        None => match text
            .split_at_checked(2)
            .map(|(first, second)| (two_digits(first), two_digits(second)))
        {
            Some((Some(first), Some(second))) if second == (first + 1) % 100 => {
                return Some(if first >= FIRST % 100 {
                    1900 + first
                } else {
                    2000 + first
                });
            }
            _ => return year(text),
        },
    };
    (second == (first + 1) % 100).then_some(first)
}

fn year(text: &str) -> Option<i32> {
    digits(text, 4)
}

fn two_digits(text: &str) -> Option<i32> {
    digits(text, 2)
}

fn digits(text: &str, count: usize) -> Option<i32> {
    let fits = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn starts(text: &str) -> Vec<i32> {
        let seasons: Seasons = text.parse().unwrap();
        seasons.all().map(Season::start_year).collect()
    }

    #[test]
    fn all_spellings() {
        for (text, year) in [
            ("2324", 2023),
            ("2023/24", 2023),
            ("2023", 2023),
            ("2021", 2020),
            ("2020", 2020),
            ("9900", 1999),
            ("1999/00", 1999),
            ("9394", 1993),
            ("9293", 2092),
        ] {
            assert_eq!(starts(text), [year], "{text}");
        }
        assert_eq!(starts("2019..2021"), [2019, 2020, 2021], "both ends are years");
        assert_eq!(starts("2021..2021"), [2021]);
    }

    #[test]
    fn what_is_no_season_is_told_how_to_write_one() {
        for text in [
            "",
            "24",
            "2325/26",
            "2023/25",
            "1992",
            "2024..2019",
            "..",
            "2019..",
            "23é4",
            "2093/94",
            "+999",
        ] {
            let error = text.parse::<Seasons>().unwrap_err();
            assert!(error.contains("2019..2023"), "{text}: {error}");
        }
    }
}
