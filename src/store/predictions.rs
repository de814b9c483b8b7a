//! Predictions: written before a match, settled after it.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::QueryBuilder;

use super::{Context, StoreError, Tx, with_tx};
use crate::domain::{ExpectedGoals, Forecast, LeagueCode, Origin, Outcome, Probabilities, Score};

/// A prediction about to be written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NewPrediction {
    /// Of which match.
    pub match_id: i64,
    /// By which model version.
    pub model_id: i64,
    /// Made before the match or afterwards.
    pub origin: Origin,
    /// What is said.
    pub forecast: Forecast,
    /// When (engine clock); for a walk-forward the day it was refitted for.
    pub made_at: DateTime<Utc>,
}

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
    /// Another live prediction of the same match was made later: that one counts.
    pub superseded: bool,
}

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

/// Rows in one statement: SQLite takes 32,766 bound values, a row binds [`COLUMNS`].
const ROWS_PER_INSERT: usize = 1_000;
const COLUMNS: &str = "match_id, model_id, origin, home, draw, away, model_home, model_draw, model_away, market_home, \
     market_draw, market_away, climatology_home, climatology_draw, climatology_away, expected_home_goals, \
     expected_away_goals, made_at";

/// Columns of a forecast in the order of [`ForecastRow`], of the table named `p`.
macro_rules! forecast_columns {
    () => {
        "p.home, p.draw, p.away, p.model_home, p.model_draw, p.model_away, p.market_home, p.market_draw, p.market_away, \
         p.climatology_home, p.climatology_draw, p.climatology_away, p.expected_home_goals, p.expected_away_goals"
    };
}

pub(super) use forecast_columns;

#[derive(sqlx::FromRow)]
pub(super) struct ForecastRow {
    home: f64,
    draw: f64,
    away: f64,
    model_home: f64,
    model_draw: f64,
    model_away: f64,
    market_home: Option<f64>,
    market_draw: Option<f64>,
    market_away: Option<f64>,
    climatology_home: f64,
    climatology_draw: f64,
    climatology_away: f64,
    expected_home_goals: f64,
    expected_away_goals: f64,
}

impl TryFrom<ForecastRow> for Forecast {
    type Error = StoreError;

    fn try_from(row: ForecastRow) -> Result<Self, StoreError> {
        let three = |home, draw, away| {
            Probabilities::new(home, draw, away).map_err(|e| StoreError::unreadable("prediction", e))
        };
        Ok(Self {
            published: three(row.home, row.draw, row.away)?,
            model: three(row.model_home, row.model_draw, row.model_away)?,
            market: match (row.market_home, row.market_draw, row.market_away) {
                (Some(home), Some(draw), Some(away)) => Some(three(home, draw, away)?),
                _ => None,
            },
            climatology: three(row.climatology_home, row.climatology_draw, row.climatology_away)?,
            expected_goals: ExpectedGoals {
                home: row.expected_home_goals,
                away: row.expected_away_goals,
            },
        })
    }
}

/// Writes predictions. One that the same model made of the same match before stays as it was: what was published is
/// never rewritten. Returns how many were new.
///
/// # Errors
/// When a query fails.
pub async fn insert_predictions(tx: &mut Tx, predictions: &[NewPrediction]) -> Result<u64, StoreError> {
    let mut written = 0;
    for chunk in predictions.chunks(ROWS_PER_INSERT) {
        written += with_tx!(&mut *tx, c => {
            let mut query = QueryBuilder::new("INSERT INTO predictions (");
            query.push(COLUMNS).push(") ");
            query.push_values(chunk, |mut row, p| {
                row.push_bind(p.match_id).push_bind(p.model_id).push_bind(p.origin.as_str());
                for value in p.forecast.published.to_array().into_iter().chain(p.forecast.model.to_array()) {
                    row.push_bind(value);
                }
                let market = p.forecast.market.map(Probabilities::to_array);
                for outcome in Outcome::ALL {
                    row.push_bind(market.and_then(|m| m.get(outcome.index()).copied()));
                }
                for value in p.forecast.climatology.to_array() {
                    row.push_bind(value);
                }
                row.push_bind(p.forecast.expected_goals.home).push_bind(p.forecast.expected_goals.away).push_bind(p.made_at);
            });
            query.push(" ON CONFLICT DO NOTHING");
            query.build().execute(c).await.map(|done| done.rows_affected())
        })
        .doing("write the predictions")?;
    }
    Ok(written)
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
         AND later.origin = 'live' AND (later.made_at > p.made_at OR (later.made_at = p.made_at AND later.id > p.id)))) \
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

/// Reads an origin's word.
pub(super) fn parse_origin(word: &str) -> Result<Origin, StoreError> {
    [Origin::Live, Origin::WalkForward]
        .into_iter()
        .find(|origin| origin.as_str() == word)
        .ok_or_else(|| StoreError::unreadable("origin of a prediction", word))
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
    with_tx!(tx, c => sqlx::query(SQL).bind(at).execute(c).await)
        .doing("settle the predictions")
        .map(|done| done.rows_affected())
}

/// Removes the walk-forward predictions and tallies of every model but this one: they are a basis for judging the champion
/// before it has live ones, and a later evaluation covers the same matches. Their scores stay with their model version.
///
/// # Errors
/// When a query fails.
pub async fn drop_other_walk_forwards(tx: &mut Tx, model_id: i64) -> Result<(), StoreError> {
    const PREDICTIONS: &str = "DELETE FROM predictions WHERE origin = 'walk_forward' AND model_id <> $1";
    const TALLIES: &str = "DELETE FROM score_tallies WHERE origin = 'walk_forward' AND model_id <> $1";
    for sql in [PREDICTIONS, TALLIES] {
        with_tx!(&mut *tx, c => sqlx::query(sql).bind(model_id).execute(c).await)
            .doing("remove superseded walk-forward predictions")?;
    }
    Ok(())
}

/// Hands the walk-forward predictions and tallies of one model to another, but for leagues where the other has its own: a
/// single league was refitted, and the others' evaluation is as good as it was.
///
/// # Errors
/// When a query fails.
pub async fn inherit_walk_forwards(tx: &mut Tx, from: i64, to: i64) -> Result<(), StoreError> {
    const PREDICTIONS: &str = "UPDATE predictions SET model_id = $2 WHERE origin = 'walk_forward' AND model_id = $1 \
         AND match_id IN (SELECT id FROM matches WHERE league_id NOT IN (SELECT DISTINCT m.league_id FROM predictions p \
         JOIN matches m ON m.id = p.match_id WHERE p.origin = 'walk_forward' AND p.model_id = $2))";
    const TALLIES: &str = "UPDATE score_tallies SET model_id = $2 WHERE origin = 'walk_forward' AND model_id = $1 \
         AND league_id NOT IN (SELECT DISTINCT m.league_id FROM predictions p JOIN matches m ON m.id = p.match_id \
         WHERE p.origin = 'walk_forward' AND p.model_id = $2)";
    // Tallies first: until predictions are handed over, those of the new model tell which leagues it has itself.
    for sql in [TALLIES, PREDICTIONS] {
        with_tx!(&mut *tx, c => sqlx::query(sql).bind(from).bind(to).execute(c).await)
            .doing("hand over walk-forward predictions")?;
    }
    Ok(())
}

/// Matches that have a live prediction, from any model.
///
/// # Errors
/// When the query fails.
pub async fn matches_with_live_prediction(tx: &mut Tx) -> Result<std::collections::HashSet<i64>, StoreError> {
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
    let rows: Vec<ComingRow> = with_tx!(tx, c => sqlx::query_as(SQL).bind(model_id).bind(from).fetch_all(c).await)
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
