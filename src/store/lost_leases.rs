//! Leases that ran out under their workers: each is a worker that died, hung or was cut off in the middle of a run. All times
//! here are wall-clock times.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Context, StoreError, Tx, with_tx};

/// How often leases were lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct LostLeases {
    /// Ever.
    pub total: u64,
    /// Within the last hour.
    pub last_hour: u64,
    /// The last time.
    pub last_at: Option<DateTime<Utc>>,
}

/// Writes down the leases that have run out and that nobody has taken over yet; one that is written down already is left.
///
/// # Errors
/// When the query fails.
pub async fn note_lost_leases(tx: &mut Tx, now: DateTime<Utc>) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO lost_leases (run_id, attempt, owner, lost_at) \
         SELECT id, attempt, coalesce(lease_owner, ''), $1 FROM training_runs \
         WHERE state = 'running' AND lease_expires_at < $1 ON CONFLICT DO NOTHING";
    with_tx!(tx, c => sqlx::query(SQL).bind(now).execute(c).await.map(drop)).doing("write down lost leases")
}

/// How often leases were lost.
///
/// # Errors
/// When the query fails.
pub async fn lost_leases(tx: &mut Tx, now: DateTime<Utc>) -> Result<LostLeases, StoreError> {
    const SQL: &str = "SELECT CAST(count(*) AS BIGINT), CAST(count(*) FILTER (WHERE lost_at > $1) AS BIGINT), max(lost_at) \
         FROM lost_leases";
    let (total, last_hour, last_at): (i64, i64, Option<DateTime<Utc>>) =
        with_tx!(tx, c => sqlx::query_as(SQL).bind(now - TimeDelta::hours(1)).fetch_one(c).await)
            .doing("count lost leases")?;
    Ok(LostLeases {
        total: u64::try_from(total).unwrap_or(0),
        last_hour: u64::try_from(last_hour).unwrap_or(0),
        last_at,
    })
}
