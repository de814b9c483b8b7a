//! CUSUM thresholds, which are dear to draw: kept by the fingerprint of what they are calibrated on.

use chrono::{DateTime, Days, Utc};

use super::{Context, StoreError, Tx, with_tx};

/// A threshold serves for a season. One older than this is drawn again by whoever still needs it.
const KEPT_DAYS: u64 = 400;

/// All that are kept, each with its fingerprint.
///
/// # Errors
/// When the query fails.
pub async fn drift_thresholds(tx: &mut Tx) -> Result<Vec<(u64, f64)>, StoreError> {
    const SQL: &str = "SELECT fingerprint, threshold FROM drift_thresholds";
    let rows: Vec<(i64, f64)> =
        with_tx!(tx, c => sqlx::query_as(SQL).fetch_all(c).await).doing("load the CUSUM thresholds")?;
    Ok(rows
        .into_iter()
        .map(|(fingerprint, threshold)| (fingerprint.cast_unsigned(), threshold))
        .collect())
}

/// Keeps newly drawn ones, and lets go of those that no season needs any more.
///
/// # Errors
/// When a query fails.
pub async fn keep_thresholds(tx: &mut Tx, drawn: &[(u64, f64)], now: DateTime<Utc>) -> Result<(), StoreError> {
    const INSERT: &str = "INSERT INTO drift_thresholds (fingerprint, threshold, drawn_at) VALUES ($1, $2, $3) \
                          ON CONFLICT (fingerprint) DO UPDATE SET threshold = excluded.threshold, \
                          drawn_at = excluded.drawn_at";
    const FORGET: &str = "DELETE FROM drift_thresholds WHERE drawn_at < $1";
    for (fingerprint, threshold) in drawn {
        with_tx!(&mut *tx, c => sqlx::query(INSERT)
            .bind(fingerprint.cast_signed())
            .bind(threshold)
            .bind(now)
            .execute(c).await.map(drop))
        .doing("keep a CUSUM threshold")?;
    }
    if !drawn.is_empty() {
        with_tx!(&mut *tx, c => sqlx::query(FORGET).bind(now - Days::new(KEPT_DAYS)).execute(c).await.map(drop))
            .doing("forget old CUSUM thresholds")?;
    }
    Ok(())
}
