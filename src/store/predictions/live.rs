//! Live predictions: which matches have one, how many were made, and those of coming matches. Shadows were told to nobody
//! and are none of them.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::row::{ForecastRow, forecast_columns};
use crate::{
    domain::{Forecast, LeagueCode},
    store::{Context, StoreError, Tx, bound::from_day, with_tx},
};

/// A coming fixture with its live prediction.
#[derive(Debug, Clone, PartialEq)]
pub struct ComingPrediction {
    /// Its league.
    pub league: LeagueCode,
    /// Its day.
    pub day: NaiveDate,
    /// Home team.
    pub home: String,
    /// Away team.
    pub away: String,
    /// What is said.
    pub forecast: Forecast,
}

/// Matches that have a live prediction, from any model.
///
/// # Errors
/// When the query fails.
pub async fn matches_with_live_prediction(tx: &mut Tx) -> Result<HashSet<i64>, StoreError> {
    const SQL: &str = "SELECT DISTINCT match_id FROM predictions WHERE origin = 'live'";
    let ids: Vec<i64> = with_tx!(tx, c => sqlx::query_scalar(SQL).fetch_all(c).await)
        .doing("load the matches with a live prediction")?;
    Ok(ids.into_iter().collect())
}

/// Live predictions made at or after a moment.
///
/// # Errors
/// When the query fails.
pub async fn count_live_since(tx: &mut Tx, since: DateTime<Utc>) -> Result<u64, StoreError> {
    const SQL: &str = "SELECT CAST(count(*) AS BIGINT) FROM predictions WHERE origin = 'live' AND made_at >= $1";
    let count: i64 =
        with_tx!(tx, c => sqlx::query_scalar(SQL).bind(since).fetch_one(c).await).doing("count today's predictions")?;
    Ok(u64::try_from(count).unwrap_or(0))
}

/// What is played soon, and what is published of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Matchday {
    /// Matches that begin within a day; of those whose kick-off is not known, the ones of tomorrow.
    pub fixtures: u64,
    /// How many of them have a live prediction.
    pub predicted: u64,
}

/// The matches of the next 24 hours (engine clock).
///
/// # Errors
/// When the query fails.
pub async fn matchday(tx: &mut Tx, now: DateTime<Utc>) -> Result<Matchday, StoreError> {
    const SQL: &str = "SELECT CAST(count(*) AS BIGINT), CAST(count(*) FILTER (WHERE EXISTS (SELECT 1 FROM predictions p \
         WHERE p.match_id = m.id AND p.origin = 'live')) AS BIGINT) FROM matches m WHERE m.home_goals IS NULL \
         AND m.match_date >= $1 AND m.match_date <= $2 \
         AND ((m.kick_off > $3 AND m.kick_off <= $4) OR (m.kick_off IS NULL AND m.match_date > $1))";
    let until = now + TimeDelta::days(1);
    let (fixtures, predicted): (i64, i64) = with_tx!(tx, c => sqlx::query_as(SQL)
        .bind(now.date_naive()).bind(until.date_naive()).bind(now).bind(until).fetch_one(c).await)
    .doing("count the matches of the next day")?;
    Ok(Matchday {
        fixtures: u64::try_from(fixtures).unwrap_or(0),
        predicted: u64::try_from(predicted).unwrap_or(0),
    })
}

#[derive(sqlx::FromRow)]
struct ComingRow {
    code: String,
    match_date: NaiveDate,
    home_name: String,
    away_name: String,
    #[sqlx(flatten)]
    forecast: ForecastRow,
}

/// Live predictions of one model for matches without a score, from a day on.
///
/// # Errors
/// When the query fails or a row is unreadable.
pub async fn coming_predictions(
    tx: &mut Tx,
    model_id: i64,
    from: NaiveDate,
) -> Result<Vec<ComingPrediction>, StoreError> {
    const SQL: &str = concat!(
        "SELECT l.code, m.match_date, h.name AS home_name, a.name AS away_name, ",
        forecast_columns!(),
        " FROM predictions p JOIN matches m ON m.id = p.match_id JOIN leagues l ON l.id = m.league_id \
         JOIN teams h ON h.id = m.home_team_id JOIN teams a ON a.id = m.away_team_id \
         WHERE p.model_id = $1 AND p.settled_at IS NULL AND p.origin = 'live' AND m.match_date >= $2 \
         ORDER BY m.match_date, l.code, h.name"
    );
    let rows: Vec<ComingRow> =
        with_tx!(tx, c => sqlx::query_as(SQL).bind(model_id).bind(from_day(from)).fetch_all(c).await)
            .doing("load the coming predictions")?;
    rows.into_iter()
        .map(|row| {
            Ok(ComingPrediction {
                league: LeagueCode::new(&row.code).map_err(|e| StoreError::unreadable("league code", e))?,
                day: row.match_date,
                home: row.home_name,
                away: row.away_name,
                forecast: row.forecast.try_into()?,
            })
        })
        .collect()
}
