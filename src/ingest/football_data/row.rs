//! One row: what it says, or why it is turned away.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Europe::London;

use super::{Quote, columns::Columns};
use crate::domain::{HeldKind, LeagueCode, Odds, Outcome, SafeText, Score};

/// Two-digit years from here on belong to the twentieth century. The source begins in 1993.
const PIVOT: i32 = 70;

/// No league of the source has seen more than 13 goals of one team in a match; more than this is a slip of the keyboard.
const MOST_GOALS: u8 = 20;

/// No club's name is as long.
const LONGEST_NAME: usize = 60;

/// A row's match, before its season is known.
pub(super) struct Fields {
    pub(super) date: NaiveDate,
    pub(super) kick_off: Option<DateTime<Utc>>,
    pub(super) home: SafeText,
    pub(super) away: SafeText,
    pub(super) score: Option<Score>,
    pub(super) odds: Vec<Quote>,
    /// Odds that were written down but cannot be.
    pub(super) odds_dropped: usize,
}

/// Why a row is turned away.
pub(super) struct Refusal {
    pub(super) kind: HeldKind,
    pub(super) reason: String,
}

impl From<String> for Refusal {
    fn from(reason: String) -> Self {
        Self {
            kind: HeldKind::Unreadable,
            reason,
        }
    }
}

/// Reads the league's code.
pub(super) fn league(cells: &[Cow<'_, str>], columns: &Columns) -> Result<LeagueCode, String> {
    LeagueCode::new(cell(cells, columns.league)).map_err(|error| error.to_string())
}

/// Reads all but the league.
pub(super) fn fields(cells: &[Cow<'_, str>], columns: &Columns) -> Result<Fields, Refusal> {
    let date = date(cell(cells, columns.date))?;
    let home = team(cell(cells, columns.home), "home")?;
    let away = team(cell(cells, columns.away), "away")?;
    if home == away {
        return Err(Refusal {
            kind: HeldKind::SelfPlay,
            reason: format!("{home} plays itself"),
        });
    }
    let score = match columns.goals {
        Some([home, away]) => score(cell(cells, home), cell(cells, away))?,
        None => None,
    };
    if let Some(score) = score {
        plausible(score)?;
        agrees(score, columns.result.map_or("", |at| cell(cells, at)))?;
    }
    let (odds, odds_dropped) = odds(cells, columns);
    Ok(Fields {
        date,
        kick_off: columns.time.and_then(|at| kick_off(date, cell(cells, at))),
        home,
        away,
        score,
        odds,
        odds_dropped,
    })
}

fn cell<'a>(cells: &'a [Cow<'_, str>], at: usize) -> &'a str {
    cells.get(at).map_or("", |cell| cell.trim())
}

/// Day first, always: a month-first date of the source does not exist, and guessing swaps day and month.
fn date(text: &str) -> Result<NaiveDate, String> {
    let mut parts = text.split('/').map(|part| number(part, 4));
    let parts = (parts.next(), parts.next(), parts.next(), parts.next());
    let (Some(Some(day)), Some(Some(month)), Some(Some(year)), None) = parts else {
        return Err(format!("date {text:?} is not day/month/year"));
    };
    let year = match i32::try_from(year) {
        Ok(year @ 0..PIVOT) => year + 2000,
        Ok(year @ PIVOT..100) => year + 1900,
        Ok(year @ 1870..2200) => year,
        _ => return Err(format!("date {text:?} has an impossible year")),
    };
    NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| format!("date {text:?} is no day of day/month/year"))
}

/// Digits only: no sign, no blank, no fraction.
fn number(text: &str, longest: usize) -> Option<u32> {
    let digits = (1..=longest).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

fn team(text: &str, side: &str) -> Result<SafeText, String> {
    let name = SafeText::new(text);
    match name.as_str().chars().count() {
        0 => Err(format!("no {side} team")),
        1..=LONGEST_NAME => Ok(name),
        _ => Err(format!("the {side} team's name is longer than {LONGEST_NAME} letters")),
    }
}

fn score(home: &str, away: &str) -> Result<Option<Score>, String> {
    let goals = |text: &str| {
        number(text, 3)
            .and_then(|goals| u8::try_from(goals).ok())
            .ok_or_else(|| format!("{text:?} is no number of goals"))
    };
    match (home.is_empty(), away.is_empty()) {
        (true, true) => Ok(None),
        (false, false) => Ok(Some(Score {
            home: goals(home)?,
            away: goals(away)?,
        })),
        _ => Err("the goals of one team are missing".to_owned()),
    }
}

/// A kick-off time that slipped into the goals (13-0, 18-30, 20-15) is told by its quarter of an hour.
fn plausible(score: Score) -> Result<(), String> {
    if matches!(score.home, 12..=23) && matches!(score.away, 0 | 15 | 30 | 45) {
        return Err(format!("score {score} reads like a time of day"));
    }
    if score.home.max(score.away) > MOST_GOALS {
        return Err(format!("score {score} has more than {MOST_GOALS} goals of one team"));
    }
    Ok(())
}

fn agrees(score: Score, result: &str) -> Result<(), String> {
    let letter = match score.outcome() {
        Outcome::Home => "H",
        Outcome::Draw => "D",
        Outcome::Away => "A",
    };
    if result.is_empty() || result == letter {
        Ok(())
    } else {
        Err(format!("score {score} contradicts result {result:?}"))
    }
}

/// The source gives British time, of matches abroad too. An hour that summer time skips is no time.
fn kick_off(date: NaiveDate, text: &str) -> Option<DateTime<Utc>> {
    let time = NaiveTime::parse_from_str(text, "%H:%M").ok()?;
    let local = London.from_local_datetime(&date.and_time(time)).earliest()?;
    Some(local.with_timezone(&Utc))
}

/// Odds that are absent are absent; a triple that cannot be odds is dropped and counted, the match stays.
fn odds(cells: &[Cow<'_, str>], columns: &Columns) -> (Vec<Quote>, usize) {
    let mut quotes = Vec::with_capacity(columns.odds.len());
    let mut dropped = 0;
    for column in &columns.odds {
        let texts = column.at.map(|at| cell(cells, at));
        if texts.iter().all(|text| text.is_empty()) {
            continue;
        }
        // Text is no number, and no number is no odds.
        let [home, draw, away] = texts.map(|text| text.parse().unwrap_or(f64::NAN));
        match Odds::new(home, draw, away) {
            Ok(odds) => quotes.push(Quote {
                bookmaker: column.bookmaker,
                timing: column.timing,
                odds,
            }),
            Err(_) => dropped += 1,
        }
    }
    (quotes, dropped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_come_first() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d);
        assert_eq!(date("13/08/16").ok(), day(2016, 8, 13));
        assert_eq!(date("03/04/2021").ok(), day(2021, 4, 3));
        assert_eq!(date("1/9/69").ok(), day(2069, 9, 1));
        assert_eq!(date("14/08/93").ok(), day(1993, 8, 14));
        for wrong in [
            "08/13/16",
            "2016-08-13",
            "13/08",
            "13/08/16/1",
            "13/08/216",
            "+1/08/16",
            "",
            "31/02/2020",
        ] {
            assert!(date(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn zero_is_a_score() {
        assert_eq!(score("0", "0"), Ok(Some(Score { home: 0, away: 0 })));
        assert_eq!(score("", ""), Ok(None));
        for (home, away) in [
            ("", "1"),
            ("1", ""),
            ("-1", "0"),
            ("1.5", "0"),
            ("256", "0"),
            ("x", "0"),
        ] {
            assert!(score(home, away).is_err(), "{home}-{away}");
        }
    }

    #[test]
    fn times_and_slips_are_no_scores() {
        let plausible = |home, away| plausible(Score { home, away }).is_ok();
        assert!(plausible(0, 13), "VVV Venlo against Ajax, 24 October 2020");
        assert!(plausible(9, 0));
        assert!(!plausible(18, 30));
        assert!(!plausible(13, 0));
        assert!(!plausible(20, 15));
        assert!(!plausible(0, 31));
    }

    #[test]
    fn british_time_is_not_utc_in_summer() {
        let at = |day, month, time| {
            let date = NaiveDate::from_ymd_opt(2023, month, day).unwrap();
            kick_off(date, time).map(|instant| instant.to_rfc3339())
        };
        assert_eq!(at(11, 8, "20:00").as_deref(), Some("2023-08-11T19:00:00+00:00"));
        assert_eq!(at(26, 12, "15:00").as_deref(), Some("2023-12-26T15:00:00+00:00"));
        assert_eq!(at(26, 3, "01:30"), None, "an hour that was skipped");
        assert_eq!(at(11, 8, ""), None);
    }
}
