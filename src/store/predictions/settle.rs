//! Predictions whose matches are over.

use chrono::{DateTime, NaiveDate, Utc};

use super::row::{ForecastRow, forecast_columns, parse_origin};
use crate::{
    domain::{Forecast, Origin, Score},
    store::{Context, StoreError, Tx, with_tx},
};

/// A prediction whose match is over.
#[derive(Debug, Clone, PartialEq)]
pub struct Settleable {
    /// Row.
    pub id: i64,
    /// By which model version.
    pub model_id: i64,
    /// Made before the match or afterwards.
    pub origin: Origin,
    /// Whose match.
    pub league_id: i64,
    /// Day of the match.
    pub day: NaiveDate,
    /// What was said.
    pub forecast: Forecast,
    /// How it ended.
    pub score: Score,
    /// Another live prediction of the same match was published later: that one counts.
    pub superseded: bool,
}

#[derive(sqlx::FromRow)]
struct SettleableRow {
    id: i64,
    model_id: i64,
    origin: String,
    league_id: i64,
    match_date: NaiveDate,
    home_goals: i64,
    away_goals: i64,
    superseded: bool,
    #[sqlx(flatten)]
    forecast: ForecastRow,
}

/// Predictions whose match has a score and that are not settled yet.
///
/// # Errors
/// When the query fails or a row is unreadable.
pub async fn settleable(tx: &mut Tx) -> Result<Vec<Settleable>, StoreError> {
    const SQL: &str = concat!(
        "SELECT p.id, p.model_id, p.origin, m.league_id, m.match_date, m.home_goals, m.away_goals, \
         (p.origin = 'live' AND EXISTS (SELECT 1 FROM predictions later WHERE later.match_id = p.match_id \
         AND later.origin = 'live' AND (later.published_at > p.published_at OR (later.published_at = p.published_at AND later.id > p.id)))) \
         AS superseded, ",
        forecast_columns!(),
        " FROM predictions p JOIN matches m ON m.id = p.match_id \
         WHERE p.settled_at IS NULL AND m.home_goals IS NOT NULL ORDER BY m.match_date, p.id"
    );
    let rows: Vec<SettleableRow> =
        with_tx!(tx, c => sqlx::query_as(SQL).fetch_all(c).await).doing("load the predictions to settle")?;
    rows.into_iter()
        .map(|row| {
            let goals = |goals: i64| u8::try_from(goals).map_err(|_range| StoreError::unreadable("score", goals));
            Ok(Settleable {
                id: row.id,
                model_id: row.model_id,
                origin: parse_origin(&row.origin)?,
                league_id: row.league_id,
                day: row.match_date,
                forecast: row.forecast.try_into()?,
                score: Score {
                    home: goals(row.home_goals)?,
                    away: goals(row.away_goals)?,
                },
                superseded: row.superseded,
            })
        })
        .collect()
}

/// Marks every prediction whose match has a score as settled.
///
/// # Errors
/// When the query fails.
pub async fn mark_settled(tx: &mut Tx, at: DateTime<Utc>) -> Result<u64, StoreError> {
    const SQL: &str = "UPDATE predictions SET settled_at = $1, outcome = (SELECT CASE WHEN m.home_goals > m.away_goals THEN 'home' \
         WHEN m.home_goals = m.away_goals THEN 'draw' ELSE 'away' END FROM matches m WHERE m.id = predictions.match_id) \
         WHERE settled_at IS NULL AND EXISTS (SELECT 1 FROM matches m WHERE m.id = predictions.match_id \
         AND m.home_goals IS NOT NULL)";
    with_tx!(tx, c => sqlx::query(SQL).bind(at).execute(c).await.map(|done| done.rows_affected()))
        .doing("settle the predictions")
}

/// Takes back what was settled of a league's matches of one day, tallies too: all of it is due again.
///
/// # Errors
/// When a query fails.
pub async fn unsettle_day(tx: &mut Tx, league_id: i64, day: NaiveDate) -> Result<(), StoreError> {
    const PREDICTIONS: &str = "UPDATE predictions SET settled_at = NULL, outcome = NULL WHERE settled_at IS NOT NULL \
         AND match_id IN (SELECT id FROM matches WHERE league_id = $1 AND match_date = $2)";
    const TALLIES: &str = "DELETE FROM score_tallies WHERE league_id = $1 AND day = $2";
    for sql in [PREDICTIONS, TALLIES] {
        with_tx!(&mut *tx, c => sqlx::query(sql).bind(league_id).bind(day).execute(c).await.map(drop))
            .doing("take back what was settled of a day")?;
    }
    Ok(())
}
