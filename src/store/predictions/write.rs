//! Predictions before their matches.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::QueryBuilder;

use super::row::forecast_columns;
use crate::{
    domain::{Forecast, Origin, Outcome, Probabilities},
    store::{Context, StoreError, Tx, counters::count_predictions, with_tx},
};

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

/// Rows in one statement: SQLite takes 32,766 bound values, a row binds [`COLUMNS`].
const ROWS_PER_INSERT: usize = 1_000;
const COLUMNS: &str = concat!(
    "match_id, model_id, origin, ",
    forecast_columns!(""),
    ", made_at, published_at"
);

/// Writes predictions. One that the same model made of the same match before stays as it was: what was published is
/// never rewritten. Returns how many were new.
///
/// # Errors
/// When a query fails.
pub async fn insert_predictions(tx: &mut Tx, predictions: &[NewPrediction]) -> Result<u64, StoreError> {
    let mut written = 0;
    for chunk in predictions.chunks(ROWS_PER_INSERT) {
        let new: Vec<(i64, i64, String)> = with_tx!(&mut *tx, c => {
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
                row.push_bind((p.origin == Origin::Live).then_some(p.made_at));
            });
            query.push(" ON CONFLICT DO NOTHING RETURNING model_id, match_id, origin");
            query.build_query_as().fetch_all(c).await
        })
        .doing("write the predictions")?;
        written += new.len() as u64;
        let mut live: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        for (model, of, _) in new.iter().filter(|(.., origin)| origin == Origin::Live.as_str()) {
            live.entry(*model).or_default().push(*of);
        }
        for (model, matches) in &live {
            count_predictions(tx, *model, matches).await?;
        }
    }
    Ok(written)
}
