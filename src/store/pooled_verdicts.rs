//! Evaluations of all leagues together: one for each engine day.

use chrono::{DateTime, Utc};

use super::{Context, StoreError, Tx, with_tx};
use crate::metrics::drift::Cusum;

/// Writes the pooled CUSUM of an evaluation, or that there was none; of one day the last one stays.
///
/// # Errors
/// When the query fails.
pub async fn write_pooled(
    tx: &mut Tx,
    model_id: i64,
    cusum: Option<&Cusum>,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO pooled_verdicts (day, at, model_id, cusum) VALUES ($1, $2, $3, $4) \
                       ON CONFLICT (day) DO UPDATE SET at = excluded.at, model_id = excluded.model_id, \
                       cusum = excluded.cusum";
    let text = cusum
        .map(serde_json::to_string)
        .transpose()
        .map_err(|e| StoreError::unreadable("pooled CUSUM", e))?;
    with_tx!(tx, c => sqlx::query(SQL)
        .bind(at.date_naive())
        .bind(at)
        .bind(model_id)
        .bind(text)
        .execute(c).await.map(drop))
    .doing("write a pooled verdict")?;
    Ok(())
}

/// The pooled CUSUM of the last evaluation; none where there was nothing to sum up, or nothing was evaluated.
///
/// # Errors
/// When the query fails or the row is unreadable.
pub async fn latest_pooled(tx: &mut Tx) -> Result<Option<Cusum>, StoreError> {
    const SQL: &str = "SELECT cusum FROM pooled_verdicts ORDER BY day DESC LIMIT 1";
    let text: Option<Option<String>> =
        with_tx!(tx, c => sqlx::query_scalar(SQL).fetch_optional(c).await).doing("load the pooled verdict")?;
    text.flatten()
        .map(|text| serde_json::from_str(&text).map_err(|e| StoreError::unreadable("pooled CUSUM", e)))
        .transpose()
}
