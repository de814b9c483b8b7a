//! What the rules are told.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, Utc, Weekday};

use crate::domain::{LeagueCode, Season};

/// A league's played matches of one day, as one file brought them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlayedDay {
    /// The league.
    pub league: LeagueCode,
    /// The season.
    pub season: Season,
    /// The file.
    pub file: String,
    /// The day.
    pub date: NaiveDate,
    /// Matches with a score.
    pub matches: u64,
    /// Goals in them.
    pub goals: u64,
    /// Of them, drawn ones.
    pub draws: u64,
    /// Of them, those without a goal of the home team.
    pub home_blanks: u64,
    /// Of them, those without a goal of the away team.
    pub away_blanks: u64,
}

/// Some of a number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// How many.
    pub count: u64,
    /// Of how many.
    pub of: u64,
}

impl Share {
    /// As a fraction, `0..=1`; 0 of nothing.
    pub(super) fn rate(self) -> f64 {
        if self.of == 0 {
            0.0
        } else {
            self.count as f64 / self.of as f64
        }
    }

    fn add(&mut self, holds: bool, weight: u64) {
        self.count += if holds { weight } else { 0 };
        self.of += weight;
    }
}

/// The played matches of a league's season, or of all its seasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeasonFacts {
    /// The league.
    pub league: LeagueCode,
    /// The season; the first one where these are several.
    pub season: Season,
    /// How many seasons these are.
    pub seasons: u64,
    /// Matches with a score.
    pub matches: u64,
    /// Goals in them.
    pub goals: u64,
    /// Of them, drawn ones.
    pub draws: u64,
    /// Of them, those without a goal of the home team.
    pub home_blanks: u64,
    /// Of them, those without a goal of the away team.
    pub away_blanks: u64,
}

impl SeasonFacts {
    fn none(league: LeagueCode, season: Season) -> Self {
        Self {
            league,
            season,
            seasons: 1,
            matches: 0,
            goals: 0,
            draws: 0,
            home_blanks: 0,
            away_blanks: 0,
        }
    }

    fn add(&mut self, day: &PlayedDay) {
        self.matches += day.matches;
        self.goals += day.goals;
        self.draws += day.draws;
        self.home_blanks += day.home_blanks;
        self.away_blanks += day.away_blanks;
    }
}

/// On which days of the week the matches lie that a file brought into a league. By file, since exchanged dates lie in the
/// seasons before and after too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileDates {
    /// The league.
    pub league: LeagueCode,
    /// The file.
    pub file: String,
    /// Saturdays and Sundays among the matches dated from the 13th on: their day cannot be a month.
    pub late: Share,
    /// The same among those dated on the 1st to the 12th, without 1 January, 2 February and so on.
    pub early: Share,
    /// The same of these, with day and month exchanged.
    pub exchanged: Share,
}

impl FileDates {
    fn none(league: &LeagueCode, file: &str) -> Self {
        Self {
            league: league.clone(),
            file: file.to_owned(),
            late: Share::default(),
            early: Share::default(),
            exchanged: Share::default(),
        }
    }

    fn add(&mut self, date: NaiveDate, matches: u64) {
        if date.day() > 12 {
            self.late.add(is_weekend(date), matches);
        } else if date.day() != date.month()
            && let Some(exchanged) = NaiveDate::from_ymd_opt(date.year(), date.day(), date.month())
        {
            self.early.add(is_weekend(date), matches);
            self.exchanged.add(is_weekend(exchanged), matches);
        }
    }
}

fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

/// Days, in order of league and season, as seasons.
#[must_use]
pub fn seasons_of_days(days: &[PlayedDay]) -> Vec<SeasonFacts> {
    days.chunk_by(|one, other| (&one.league, one.season) == (&other.league, other.season))
        .filter_map(|days| {
            let first = days.first()?;
            let mut facts = SeasonFacts::none(first.league.clone(), first.season);
            for day in days {
                facts.add(day);
            }
            Some(facts)
        })
        .collect()
}

/// Days as the dates of each file, by league and file.
#[must_use]
pub fn dates_of_days(days: &[PlayedDay]) -> Vec<FileDates> {
    let mut files = BTreeMap::new();
    for day in days {
        files
            .entry((&day.league, &day.file))
            .or_insert_with(|| FileDates::none(&day.league, &day.file))
            .add(day.date, day.matches);
    }
    files.into_values().collect()
}

/// Each league over all its seasons; the seasons must be in order of league.
pub(super) fn whole_leagues(seasons: &[SeasonFacts]) -> Vec<SeasonFacts> {
    seasons
        .chunk_by(|one, other| one.league == other.league)
        .filter(|seasons| seasons.len() > 1)
        .filter_map(|seasons| {
            let (first, later) = seasons.split_first()?;
            let mut whole = first.clone();
            for season in later {
                whole.seasons += 1;
                whole.matches += season.matches;
                whole.goals += season.goals;
                whole.draws += season.draws;
            }
            Some(whole)
        })
        .collect()
}

/// A league's last load, over all files that were loaded together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeagueLoad {
    /// The league.
    pub league: LeagueCode,
    /// Rows that were read.
    pub rows: u64,
    /// Of these, rows that were put in quarantine.
    pub skipped: u64,
}

/// Rows in which a team plays itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelfPlayed {
    /// How many.
    pub rows: u64,
    /// The reason of one of them.
    pub example: String,
}

/// Two leagues, and the matches that both have: same day, same names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedMatches {
    /// The two, by code.
    pub leagues: [LeagueCode; 2],
    /// The season; none where they share nothing.
    pub season: Option<Season>,
    /// Matches that both have.
    pub shared: u64,
    /// Matches of the one that has fewer.
    pub of: u64,
}

/// What a file told of a season.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileResults {
    /// The file.
    pub file: String,
    /// The league.
    pub league: LeagueCode,
    /// The season.
    pub season: Season,
    /// Results that it told last.
    pub last: u64,
    /// Results that it told at most.
    pub most: u64,
}

/// Rows of a league that would change played matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedResults {
    /// How many.
    pub rows: u64,
    /// One of them, in words.
    pub example: String,
}

/// A training run's times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunFacts {
    /// Its number.
    pub id: i64,
    /// When a worker first took it.
    pub started_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
    /// Until when its worker holds it, where it runs (wall clock).
    pub lease_expires_at: Option<DateTime<Utc>>,
    /// It is said to run.
    pub is_running: bool,
}

/// All that the rules on stored data are told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QualityFacts {
    /// Seasons, in order of league and season.
    pub seasons: Vec<SeasonFacts>,
    /// Dates of each file.
    pub dates: Vec<FileDates>,
    /// Each league's last load.
    pub loads: Vec<LeagueLoad>,
    /// Each league's rows in which a team plays itself; those of no known league apart.
    pub self_played: Vec<(Option<LeagueCode>, SelfPlayed)>,
    /// Each pair of leagues.
    pub pairs: Vec<SharedMatches>,
    /// Files by season.
    pub files: Vec<FileResults>,
    /// Each league's rows that would change played matches.
    pub changed: Vec<(LeagueCode, ChangedResults)>,
}
