//! How often things have happened, since the table is: each number is raised in the transaction of what it counts, by whatever
//! program does it, and only rises.

use std::time::Duration;

use sqlx::QueryBuilder;

use super::{Context, StoreError, Tx, with_tx};
use crate::domain::Counter;

/// Upper bounds of the buckets of the time that a round of forecasts takes, seconds.
pub const FORECAST_BUCKETS_S: [f64; 11] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// A number that only rises.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Count {
    /// What is counted.
    pub counter: Counter,
    /// Of what.
    pub subject: String,
    /// How it went.
    pub outcome: String,
    /// How often.
    pub n: u64,
}

/// Raises a number.
///
/// # Errors
/// When the query fails.
pub async fn add_to_counter(
    tx: &mut Tx,
    counter: Counter,
    subject: &str,
    outcome: &str,
    n: u64,
) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO counters (name, subject, outcome, n) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (name, subject, outcome) DO UPDATE SET n = counters.n + excluded.n";
    let n = i64::try_from(n).unwrap_or(i64::MAX);
    with_tx!(tx, c => sqlx::query(SQL).bind(counter.as_str()).bind(subject).bind(outcome).bind(n).execute(c).await.map(drop))
        .doing("count what happened")
}

/// Counts a round of forecasts that took so long.
///
/// # Errors
/// When the query fails.
pub async fn count_forecast_round(tx: &mut Tx, took: Duration) -> Result<(), StoreError> {
    let bucket = FORECAST_BUCKETS_S.iter().find(|bound| took.as_secs_f64() <= **bound);
    let bucket = bucket.map_or_else(|| "+Inf".to_owned(), f64::to_string);
    let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
    add_to_counter(tx, Counter::PredictionDuration, "", &bucket, 1).await?;
    add_to_counter(tx, Counter::PredictionDurationMicros, "", "", micros).await
}

/// Counts the live predictions that a model has just made of these matches.
pub(super) async fn count_predictions(tx: &mut Tx, model_id: i64, matches: &[i64]) -> Result<(), StoreError> {
    with_tx!(tx, c => {
        let mut query = QueryBuilder::new(
            "INSERT INTO counters (name, subject, outcome, n) SELECT 'predictions', l.code, \
             CASE WHEN p.market_home IS NULL THEN 'model' ELSE 'model_and_odds' END, count(*) FROM predictions p \
             JOIN matches m ON m.id = p.match_id JOIN leagues l ON l.id = m.league_id \
             WHERE p.origin = 'live' AND p.model_id = ",
        );
        query.push_bind(model_id).push(" AND p.match_id IN (");
        let mut list = query.separated(", ");
        for id in matches {
            list.push_bind(*id);
        }
        query.push(") GROUP BY 2, 3 ON CONFLICT (name, subject, outcome) DO UPDATE SET n = counters.n + excluded.n");
        query.build().execute(c).await.map(drop)
    })
    .doing("count the predictions")
}

/// All numbers above 0, by what they count. A word of a newer program is left out.
///
/// # Errors
/// When the query fails.
pub async fn counts(tx: &mut Tx) -> Result<Vec<Count>, StoreError> {
    const SQL: &str = "SELECT name, subject, outcome, n FROM counters ORDER BY name, subject, outcome";
    let rows: Vec<(String, String, String, i64)> =
        with_tx!(tx, c => sqlx::query_as(SQL).fetch_all(c).await).doing("load the counters")?;
    let known = |(name, subject, outcome, n): (String, String, String, i64)| {
        Some(Count {
            counter: name.parse().ok()?,
            subject,
            outcome,
            n: u64::try_from(n).unwrap_or(0),
        })
    };
    Ok(rows.into_iter().filter_map(known).collect())
}
