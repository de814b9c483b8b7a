//! Matches, as the other floors read them.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Context, StoreError, Tx, bound::from_day, with_tx};
use crate::domain::{Score, Season, TeamId};

/// A match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchRow {
    /// Number in the database.
    pub id: i64,
    /// Its season.
    pub season: Season,
    /// Its day, as the source dates it.
    pub date: NaiveDate,
    /// Kick-off in UTC, where it is known.
    pub kick_off: Option<DateTime<Utc>>,
    /// Home team.
    pub home_id: TeamId,
    /// Away team.
    pub away_id: TeamId,
    /// Goals at full time, once it is played.
    pub score: Option<Score>,
}

/// A match that is still to be played.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixture {
    /// Number of its league in the database.
    pub league_id: i64,
    /// The match, without a score.
    pub row: MatchRow,
}

#[derive(sqlx::FromRow)]
struct Raw {
    id: i64,
    league_id: i64,
    season: i64,
    match_date: NaiveDate,
    kick_off: Option<DateTime<Utc>>,
    home_team_id: i64,
    away_team_id: i64,
    home_goals: Option<i64>,
    away_goals: Option<i64>,
}

impl TryFrom<Raw> for MatchRow {
    type Error = StoreError;

    fn try_from(raw: Raw) -> Result<Self, StoreError> {
        Ok(Self {
            id: raw.id,
            season: season(raw.season)?,
            date: raw.match_date,
            kick_off: raw.kick_off,
            home_id: TeamId(raw.home_team_id),
            away_id: TeamId(raw.away_team_id),
            score: score(raw.home_goals, raw.away_goals)?,
        })
    }
}

/// Every match of a league, by date, then number.
///
/// # Errors
/// When the database cannot be read.
pub async fn matches_of_league(tx: &mut Tx, league_id: i64) -> Result<Vec<MatchRow>, StoreError> {
    const SQL: &str = "SELECT id, league_id, season, match_date, kick_off, home_team_id, away_team_id, home_goals, \
                       away_goals FROM matches WHERE league_id = $1 ORDER BY match_date, id";
    let rows: Vec<Raw> =
        with_tx!(tx, c => sqlx::query_as(SQL).bind(league_id).fetch_all(c).await).doing("read a league's matches")?;
    rows.into_iter().map(MatchRow::try_from).collect()
}

/// Matches of all leagues without a score on or after a day, by date, then number.
///
/// # Errors
/// When the database cannot be read.
pub async fn coming_fixtures(tx: &mut Tx, today: NaiveDate) -> Result<Vec<Fixture>, StoreError> {
    const SQL: &str = "SELECT id, league_id, season, match_date, kick_off, home_team_id, away_team_id, home_goals, \
                       away_goals FROM matches WHERE home_goals IS NULL AND match_date >= $1 ORDER BY match_date, id";
    let rows: Vec<Raw> = with_tx!(tx, c => sqlx::query_as(SQL).bind(from_day(today)).fetch_all(c).await)
        .doing("read the coming fixtures")?;
    rows.into_iter()
        .map(|raw| {
            Ok(Fixture {
                league_id: raw.league_id,
                row: raw.try_into()?,
            })
        })
        .collect()
}

pub(super) fn season(year: i64) -> Result<Season, StoreError> {
    i32::try_from(year)
        .map(Season::starting)
        .map_err(|_range| StoreError::unreadable("season", year))
}

pub(super) fn score(home: Option<i64>, away: Option<i64>) -> Result<Option<Score>, StoreError> {
    let goals = |goals: i64| u8::try_from(goals).map_err(|_range| StoreError::unreadable("number of goals", goals));
    match home.zip(away) {
        None => Ok(None),
        Some((home, away)) => Ok(Some(Score {
            home: goals(home)?,
            away: goals(away)?,
        })),
    }
}
