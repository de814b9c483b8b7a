//! Matches, as an import compares and writes them.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::{Context, StoreError, Tx, matches, with_tx};
use crate::domain::{Score, Season, TeamId};

/// Rows of one INSERT: well below SQLite's limit of 32,766 values and PostgreSQL's of 65,535, and long enough that the
/// statement itself costs nothing.
const ROWS_AT_ONCE: usize = 400;

/// What makes two rows of a league speak of the same match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MatchKey {
    /// Its day, as the source dates it.
    pub date: NaiveDate,
    /// Home team.
    pub home: TeamId,
    /// Away team.
    pub away: TeamId,
}

/// What an import must know of a stored match to see whether a row says anything new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredMatch {
    /// Number in the database.
    pub id: i64,
    /// Which match it is.
    pub key: MatchKey,
    /// Its season.
    pub season: Season,
    /// Kick-off in UTC, where it is known.
    pub kick_off: Option<DateTime<Utc>>,
    /// Goals at full time, once it is played.
    pub score: Option<Score>,
    /// Hash of all that the source says of it.
    pub fingerprint: String,
}

/// A match to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchValues {
    /// Which match it is.
    pub key: MatchKey,
    /// Its season.
    pub season: Season,
    /// Kick-off in UTC, where it is known.
    pub kick_off: Option<DateTime<Utc>>,
    /// Goals at full time, once it is played.
    pub score: Option<Score>,
    /// Hash of all that the source says of it.
    pub fingerprint: String,
}

#[derive(sqlx::FromRow)]
struct Raw {
    id: i64,
    match_date: NaiveDate,
    home_team_id: i64,
    away_team_id: i64,
    season: i64,
    kick_off: Option<DateTime<Utc>>,
    home_goals: Option<i64>,
    away_goals: Option<i64>,
    fingerprint: String,
}

impl TryFrom<Raw> for StoredMatch {
    type Error = StoreError;

    fn try_from(raw: Raw) -> Result<Self, StoreError> {
        Ok(Self {
            id: raw.id,
            key: MatchKey {
                date: raw.match_date,
                home: TeamId(raw.home_team_id),
                away: TeamId(raw.away_team_id),
            },
            season: matches::season(raw.season)?,
            kick_off: raw.kick_off,
            score: matches::score(raw.home_goals, raw.away_goals)?,
            fingerprint: raw.fingerprint,
        })
    }
}

/// A league's matches from one day to another, both included, by date, then number.
///
/// # Errors
/// When the database cannot be read.
pub async fn stored_matches(
    tx: &mut Tx,
    league_id: i64,
    (first, last): (NaiveDate, NaiveDate),
) -> Result<Vec<StoredMatch>, StoreError> {
    const SQL: &str = "SELECT id, match_date, home_team_id, away_team_id, season, kick_off, home_goals, away_goals, \
                       fingerprint FROM matches \
                       WHERE league_id = $1 AND match_date BETWEEN $2 AND $3 ORDER BY match_date, id";
    let rows: Vec<Raw> = with_tx!(tx, c => sqlx::query_as(SQL)
        .bind(league_id)
        .bind(first)
        .bind(last)
        .fetch_all(c)
        .await)
    .doing("read the stored matches")?;
    rows.into_iter().map(StoredMatch::try_from).collect()
}

/// Adds matches; answers their numbers.
///
/// # Errors
/// When the database cannot be written, or one is stored already.
pub async fn insert_matches(
    tx: &mut Tx,
    league_id: i64,
    rows: &[MatchValues],
    source_file: &str,
    now: DateTime<Utc>,
) -> Result<HashMap<MatchKey, i64>, StoreError> {
    const HEAD: &str = "INSERT INTO matches (league_id, season, match_date, kick_off, home_team_id, away_team_id, \
                        home_goals, away_goals, fingerprint, source_file, updated_at) ";
    let mut ids = HashMap::with_capacity(rows.len());
    for chunk in rows.chunks(ROWS_AT_ONCE) {
        let added: Vec<(i64, NaiveDate, i64, i64)> = with_tx!(tx, c => {
            let mut query = sqlx::QueryBuilder::new(HEAD);
            query.push_values(chunk, |mut tuple, row| {
                tuple
                    .push_bind(league_id)
                    .push_bind(i64::from(row.season.start_year()))
                    .push_bind(row.key.date)
                    .push_bind(row.kick_off)
                    .push_bind(row.key.home.0)
                    .push_bind(row.key.away.0)
                    .push_bind(row.score.map(|score| i64::from(score.home)))
                    .push_bind(row.score.map(|score| i64::from(score.away)))
                    .push_bind(row.fingerprint.as_str())
                    .push_bind(source_file)
                    .push_bind(now);
            });
            query.push(" RETURNING id, match_date, home_team_id, away_team_id");
            query.build_query_as().fetch_all(c).await
        })
        .doing("add matches")?;
        ids.extend(added.into_iter().map(|(id, date, home, away)| {
            let (home, away) = (TeamId(home), TeamId(away));
            (MatchKey { date, home, away }, id)
        }));
    }
    Ok(ids)
}

/// Brings a stored match up to date: its day, kick-off, score and fingerprint. Its season, teams and first source stay.
///
/// # Errors
/// When the database cannot be written.
pub async fn update_match(tx: &mut Tx, id: i64, row: &MatchValues, now: DateTime<Utc>) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE matches SET match_date = $2, kick_off = $3, home_goals = $4, away_goals = $5, \
                       fingerprint = $6, updated_at = $7 WHERE id = $1";
    with_tx!(tx, c => sqlx::query(SQL)
        .bind(id)
        .bind(row.key.date)
        .bind(row.kick_off)
        .bind(row.score.map(|score| i64::from(score.home)))
        .bind(row.score.map(|score| i64::from(score.away)))
        .bind(row.fingerprint.as_str())
        .bind(now)
        .execute(c)
        .await
        .map(drop))
    .doing("update a match")
}
