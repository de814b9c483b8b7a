//! What features are made of, as the database has it.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::{Context, StoreError, Tx, matches, with_tx};
use crate::domain::{LeagueCode, ModelVersion, Origin, Score, Season, TeamId};

/// The champion, and since when it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChampionInForce {
    /// Row.
    pub id: i64,
    /// Its name.
    pub version: ModelVersion,
    /// When it was promoted, for the first time or by a roll-back (engine clock).
    pub since: DateTime<Utc>,
}

/// A team by its row and its name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NamedTeam {
    /// Row.
    pub id: TeamId,
    /// Its name, as the source spells it.
    pub name: String,
}

/// A match to come, with all that its features are known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComingMatch {
    /// Row.
    pub id: i64,
    /// Row of its league.
    pub league_id: i64,
    /// Its league.
    pub league: LeagueCode,
    /// Its season.
    pub season: Season,
    /// Its day, as the source dates it.
    pub date: NaiveDate,
    /// Kick-off in UTC, where it is known.
    pub kick_off: Option<DateTime<Utc>>,
    /// Home team.
    pub home: NamedTeam,
    /// Away team.
    pub away: NamedTeam,
    /// When the source last said something new of it, odds included (engine clock).
    pub updated_at: DateTime<Utc>,
    /// Hash of all that the source says of it, odds included.
    pub fingerprint: String,
}

/// A match that was played.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlayedMatch {
    /// Its league.
    pub league: LeagueCode,
    /// Its day.
    pub date: NaiveDate,
    /// Home team.
    pub home: NamedTeam,
    /// Away team.
    pub away: NamedTeam,
    /// Goals at full time.
    pub score: Score,
}

/// The champion with the moment of its promotion.
///
/// # Errors
/// When the query fails or the row is unreadable.
pub async fn champion_in_force(tx: &mut Tx) -> Result<Option<ChampionInForce>, StoreError> {
    const SQL: &str = "SELECT id, version, coalesce(promoted_at, trained_at) FROM models WHERE status = 'champion'";
    let row: Option<(i64, String, DateTime<Utc>)> =
        with_tx!(tx, c => sqlx::query_as(SQL).fetch_optional(c).await).doing("load the champion")?;
    row.map(|(id, version, since)| {
        let version = ModelVersion::new(version).map_err(|e| StoreError::unreadable("model version", e))?;
        Ok(ChampionInForce { id, version, since })
    })
    .transpose()
}

#[derive(sqlx::FromRow)]
struct ComingRow {
    id: i64,
    league_id: i64,
    code: String,
    season: i64,
    match_date: NaiveDate,
    kick_off: Option<DateTime<Utc>>,
    home_team_id: i64,
    home_name: String,
    away_team_id: i64,
    away_name: String,
    updated_at: DateTime<Utc>,
    fingerprint: String,
}

impl TryFrom<ComingRow> for ComingMatch {
    type Error = StoreError;

    fn try_from(row: ComingRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id,
            league_id: row.league_id,
            league: league(&row.code)?,
            season: matches::season(row.season)?,
            date: row.match_date,
            kick_off: row.kick_off,
            home: named(row.home_team_id, row.home_name),
            away: named(row.away_team_id, row.away_name),
            updated_at: row.updated_at,
            fingerprint: row.fingerprint,
        })
    }
}

impl ComingMatch {
    /// Until its kick-off, or until its day begins where no kick-off is known.
    #[must_use]
    pub fn is_coming(&self, now: DateTime<Utc>) -> bool {
        self.kick_off
            .map_or_else(|| self.date > now.date_naive(), |kick_off| kick_off > now)
    }
}

macro_rules! coming {
    ($more:literal) => {
        concat!(
            "SELECT m.id, m.league_id, l.code, m.season, m.match_date, m.kick_off, m.home_team_id, h.name AS home_name, \
             m.away_team_id, a.name AS away_name, m.updated_at, m.fingerprint FROM matches m \
             JOIN leagues l ON l.id = m.league_id JOIN teams h ON h.id = m.home_team_id \
             JOIN teams a ON a.id = m.away_team_id WHERE m.home_goals IS NULL AND m.match_date >= $1 ",
            $more,
            " ORDER BY m.match_date, m.id"
        )
    };
}

/// Matches that are still to be played, by day, then number.
///
/// # Errors
/// When the query fails or a row is unreadable.
pub async fn coming_matches(tx: &mut Tx, now: DateTime<Utc>) -> Result<Vec<ComingMatch>, StoreError> {
    let rows: Vec<ComingRow> = with_tx!(tx, c => sqlx::query_as(coming!("")).bind(now.date_naive()).fetch_all(c).await)
        .doing("load the coming matches")?;
    still_coming(rows, now)
}

/// Of the matches that are still to be played those that a model has not forecast yet, be it live or with this origin.
///
/// # Errors
/// When the query fails or a row is unreadable.
pub async fn matches_to_forecast(
    tx: &mut Tx,
    model_id: i64,
    origin: Origin,
    now: DateTime<Utc>,
) -> Result<Vec<ComingMatch>, StoreError> {
    const SQL: &str = coming!(
        "AND NOT EXISTS (SELECT 1 FROM predictions p WHERE p.match_id = m.id AND p.model_id = $2 \
         AND p.origin IN ('live', $3))"
    );
    let rows: Vec<ComingRow> = with_tx!(tx, c => sqlx::query_as(SQL).bind(now.date_naive()).bind(model_id)
        .bind(origin.as_str()).fetch_all(c).await)
    .doing("load the matches to forecast")?;
    still_coming(rows, now)
}

fn still_coming(rows: Vec<ComingRow>, now: DateTime<Utc>) -> Result<Vec<ComingMatch>, StoreError> {
    let matches = rows.into_iter().map(ComingMatch::try_from);
    matches
        .filter(|found| found.as_ref().map_or(true, |coming| coming.is_coming(now)))
        .collect()
}

#[derive(sqlx::FromRow)]
struct PlayedRow {
    code: String,
    match_date: NaiveDate,
    home_team_id: i64,
    home_name: String,
    away_team_id: i64,
    away_name: String,
    home_goals: i64,
    away_goals: i64,
}

/// Matches played on or after a day, by day, then number.
///
/// # Errors
/// When the query fails or a row is unreadable.
pub async fn played_since(tx: &mut Tx, since: NaiveDate) -> Result<Vec<PlayedMatch>, StoreError> {
    const SQL: &str = "SELECT l.code, m.match_date, m.home_team_id, h.name AS home_name, m.away_team_id, \
         a.name AS away_name, m.home_goals, m.away_goals FROM matches m JOIN leagues l ON l.id = m.league_id \
         JOIN teams h ON h.id = m.home_team_id JOIN teams a ON a.id = m.away_team_id \
         WHERE m.home_goals IS NOT NULL AND m.match_date >= $1 ORDER BY m.match_date, m.id";
    let rows: Vec<PlayedRow> = with_tx!(tx, c => sqlx::query_as(SQL).bind(since).fetch_all(c).await)
        .doing("load the matches that forms are made of")?;
    rows.into_iter()
        .map(|row| {
            let score = matches::score(Some(row.home_goals), Some(row.away_goals))?;
            Ok(PlayedMatch {
                league: league(&row.code)?,
                date: row.match_date,
                home: named(row.home_team_id, row.home_name),
                away: named(row.away_team_id, row.away_name),
                score: score.ok_or_else(|| StoreError::unreadable("score", "none"))?,
            })
        })
        .collect()
}

/// Names of all teams, as the source spells them: keys are made of these, so nothing is made harmless here.
///
/// # Errors
/// When the query fails.
pub async fn spelled_names(tx: &mut Tx) -> Result<HashMap<TeamId, String>, StoreError> {
    let rows: Vec<(i64, String)> =
        with_tx!(tx, c => sqlx::query_as("SELECT id, name FROM teams").fetch_all(c).await).doing("read the teams")?;
    Ok(rows.into_iter().map(|(id, name)| (TeamId(id), name)).collect())
}

/// Teams of any country that go by a name: their own, or an alias. By country.
///
/// # Errors
/// When the query fails.
pub async fn teams_called(tx: &mut Tx, name: &str) -> Result<Vec<(String, NamedTeam)>, StoreError> {
    const SQL: &str = "SELECT country, id, name FROM teams WHERE name = $1 \
         OR id IN (SELECT team_id FROM team_aliases WHERE alias = $1) ORDER BY country, name";
    let rows: Vec<(String, i64, String)> =
        with_tx!(tx, c => sqlx::query_as(SQL).bind(name).fetch_all(c).await).doing("look up a team")?;
    Ok(rows
        .into_iter()
        .map(|(country, id, name)| (country, named(id, name)))
        .collect())
}

fn named(id: i64, name: String) -> NamedTeam {
    NamedTeam { id: TeamId(id), name }
}

fn league(code: &str) -> Result<LeagueCode, StoreError> {
    LeagueCode::new(code).map_err(|error| StoreError::unreadable("league code", error))
}
