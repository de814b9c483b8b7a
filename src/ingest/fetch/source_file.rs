//! Files that football-data.co.uk offers: where they are, and which of them are in play.

use std::{fmt, path::PathBuf};

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use chrono_tz::Tz;
use url::Url;

use crate::{
    config::Sources,
    domain::{League, LeagueCode, Season},
};

/// The last month in which a league's first file of a season may still be missing, and that in which the season before may
/// still be corrected.
const LAST_BEGINS: u32 = 9;
const LAST_ENDS: u32 = 8;
/// The first month of a season.
const BEGINS: u32 = 7;

/// A file of football-data.co.uk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceFile {
    /// The matches of one league and season, played so far.
    Season {
        /// The league.
        league: LeagueCode,
        /// The season.
        season: Season,
    },
    /// The coming fixtures of all leagues. Only rows of these leagues are taken.
    Fixtures(Vec<LeagueCode>),
}

impl SourceFile {
    /// The season files of a league that may have news: that of the current season and, in July and August, that of the
    /// season before, whose last matches and corrections come late. The day is that of the league's own calendar.
    #[must_use]
    pub fn in_play(league: &LeagueCode, now: DateTime<Utc>) -> Vec<Self> {
        let today = day_in(league, now);
        let current = Season::of_first_match(today);
        let before = (BEGINS..=LAST_ENDS)
            .contains(&today.month())
            .then(|| current.previous());
        let of = |season| Self::Season {
            league: league.clone(),
            season,
        };
        std::iter::once(current).chain(before).map(of).collect()
    }

    /// The files in play of these leagues and, where there are any, the fixtures.
    #[must_use]
    pub fn followed(leagues: &[LeagueCode], now: DateTime<Utc>) -> Vec<Self> {
        let mut leagues = leagues.to_vec();
        leagues.sort();
        leagues.dedup();
        let mut files: Vec<Self> = leagues.iter().flat_map(|league| Self::in_play(league, now)).collect();
        if !leagues.is_empty() {
            files.push(Self::Fixtures(leagues));
        }
        files
    }

    /// Its address.
    #[must_use]
    pub fn url(&self, sources: &Sources) -> Url {
        match self {
            Self::Fixtures(_) => sources.fixtures_url.clone(),
            Self::Season { league, season } => {
                let mut url = sources.base_url.clone();
                url.set_fragment(None);
                // An address with a host, as the configuration takes no other, has segments.
                if let Ok(mut segments) = url.path_segments_mut() {
                    let file = format!("{league}.csv");
                    segments.pop_if_empty().extend([code(*season).as_str(), file.as_str()]);
                }
                url
            }
        }
    }

    /// What it is called in reports.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        self.to_string().into()
    }

    /// Codes of the leagues of which rows are taken, in order, separated by commas.
    pub(super) fn leagues(&self) -> String {
        match self {
            Self::Season { league, .. } => league.to_string(),
            Self::Fixtures(leagues) => {
                let mut codes: Vec<&str> = leagues.iter().map(LeagueCode::as_str).collect();
                codes.sort_unstable();
                codes.dedup();
                codes.join(",")
            }
        }
    }

    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::Season { .. } => "season",
            Self::Fixtures(_) => "fixtures",
        }
    }

    /// The season has not begun, or began so lately that its file may not be there yet.
    pub(super) fn may_be_missing(&self, now: DateTime<Utc>) -> bool {
        let Self::Season { league, season } = self else {
            return false;
        };
        let today = day_in(league, now);
        let has_begun_long_ago = (today.year(), today.month()) > (season.start_year(), LAST_BEGINS);
        !has_begun_long_ago
    }
}

impl fmt::Display for SourceFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Season { league, season } => write!(f, "{}/{league}.csv", code(*season)),
            Self::Fixtures(_) => f.write_str("fixtures.csv"),
        }
    }
}

/// A season as the source's folders are named: `2425`.
fn code(season: Season) -> String {
    let year = season.start_year();
    format!("{:02}{:02}", year.rem_euclid(100), (year + 1).rem_euclid(100))
}

/// The day in a league's own calendar; in UTC where that is not known.
fn day_in(league: &LeagueCode, now: DateTime<Utc>) -> NaiveDate {
    let zone = League::find(league).and_then(|league| league.time_zone.parse::<Tz>().ok());
    zone.map_or_else(|| now.date_naive(), |zone| now.with_timezone(&zone).date_naive())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn league(code: &str) -> LeagueCode {
        LeagueCode::new(code).unwrap()
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn in_play(code: &str, now: &str) -> Vec<String> {
        let files = SourceFile::in_play(&league(code), at(now));
        files.iter().map(SourceFile::to_string).collect()
    }

    #[test]
    fn a_season_begins_in_july_of_its_league() {
        assert_eq!(in_play("E0", "2025-06-30T12:00:00Z"), ["2425/E0.csv"]);
        assert_eq!(in_play("E0", "2025-07-01T12:00:00Z"), ["2526/E0.csv", "2425/E0.csv"]);
        assert_eq!(in_play("E0", "2025-09-01T12:00:00Z"), ["2526/E0.csv"]);
        assert_eq!(in_play("E0", "2000-01-15T12:00:00Z"), ["9900/E0.csv"]);
        let midnight_in_istanbul = "2025-06-30T21:30:00Z";
        assert_eq!(in_play("T1", midnight_in_istanbul), ["2526/T1.csv", "2425/T1.csv"]);
        assert_eq!(in_play("P1", midnight_in_istanbul), ["2425/P1.csv"]);
    }

    #[test]
    fn a_file_may_be_missing_until_its_season_is_under_way() {
        let missing = |year, now| {
            let league = league("E0");
            let season = Season::starting(year);
            SourceFile::Season { league, season }.may_be_missing(at(now))
        };
        assert!(missing(2026, "2025-10-01T00:00:00Z"));
        assert!(missing(2025, "2025-07-01T00:00:00Z") && missing(2025, "2025-09-30T12:00:00Z"));
        assert!(!missing(2025, "2025-10-01T00:00:00Z") && !missing(2025, "2026-02-01T00:00:00Z"));
        assert!(!missing(2024, "2025-07-01T00:00:00Z"));
        assert!(!SourceFile::Fixtures(vec![league("E0")]).may_be_missing(at("2025-07-01T00:00:00Z")));
    }

    #[test]
    fn addresses_bear_a_slash_at_the_end_of_the_base() {
        for base in ["http://mirror.internal:8080/csv", "http://mirror.internal:8080/csv/"] {
            let sources = Sources {
                base_url: base.parse().unwrap(),
                ..Sources::default()
            };
            let file = SourceFile::Season {
                league: league("SC0"),
                season: Season::starting(1999),
            };
            assert_eq!(
                file.url(&sources).as_str(),
                "http://mirror.internal:8080/csv/9900/SC0.csv"
            );
        }
    }

    #[test]
    fn each_league_is_followed_once_and_none_without_leagues() {
        let now = at("2025-11-24T00:00:00Z");
        let files = SourceFile::followed(&[league("SP1"), league("E0"), league("SP1")], now);
        let names: Vec<String> = files.iter().map(SourceFile::to_string).collect();
        assert_eq!(names, ["2526/E0.csv", "2526/SP1.csv", "fixtures.csv"]);
        assert_eq!(files[2].leagues(), "E0,SP1");
        assert!(SourceFile::followed(&[], now).is_empty());
    }
}
