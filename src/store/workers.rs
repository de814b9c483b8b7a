//! Which workers live. All times here are told by the database ([`super::now`]).

use chrono::{DateTime, Utc};

use super::{Context, StoreError, Tx, queue::LEASE, with_tx};

/// Workers with a sign of life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Liveness {
    /// How many gave one within a lease.
    pub alive: u32,
    /// The latest of any.
    pub last_heartbeat_at: Option<DateTime<Utc>>,
}

/// Gives a worker's sign of life, and forgets those that gave none for a day.
///
/// # Errors
/// When the query fails.
pub async fn worker_heartbeat(tx: &mut Tx, id: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    const UPSERT: &str = "INSERT INTO workers (id, started_at, heartbeat_at) VALUES ($1, $2, $2) \
         ON CONFLICT (id) DO UPDATE SET heartbeat_at = excluded.heartbeat_at";
    const FORGET: &str = "DELETE FROM workers WHERE heartbeat_at < $1";
    with_tx!(&mut *tx, c => sqlx::query(UPSERT).bind(id).bind(now).execute(c).await.map(drop))
        .doing("write a worker's heartbeat")?;
    with_tx!(tx, c => sqlx::query(FORGET).bind(now - chrono::TimeDelta::days(1)).execute(c).await.map(drop))
        .doing("forget dead workers")?;
    Ok(())
}

/// A worker ends.
///
/// # Errors
/// When the query fails.
pub async fn remove_worker(tx: &mut Tx, id: &str) -> Result<(), StoreError> {
    with_tx!(tx, c => sqlx::query("DELETE FROM workers WHERE id = $1").bind(id).execute(c).await.map(drop))
        .doing("remove a worker")?;
    Ok(())
}

/// Who lives.
///
/// # Errors
/// When the query fails.
pub async fn liveness(tx: &mut Tx, now: DateTime<Utc>) -> Result<Liveness, StoreError> {
    const SQL: &str =
        "SELECT CAST(count(*) FILTER (WHERE heartbeat_at >= $1) AS BIGINT), max(heartbeat_at) FROM workers";
    let (alive, last_heartbeat_at): (i64, Option<DateTime<Utc>>) =
        with_tx!(tx, c => sqlx::query_as(SQL).bind(now - LEASE).fetch_one(c).await).doing("count the workers")?;
    Ok(Liveness {
        alive: u32::try_from(alive).unwrap_or(u32::MAX),
        last_heartbeat_at,
    })
}

/// The names of those that gave a sign of life within a lease.
///
/// # Errors
/// When the query fails.
pub async fn live_workers(tx: &mut Tx, now: DateTime<Utc>) -> Result<Vec<String>, StoreError> {
    const SQL: &str = "SELECT id FROM workers WHERE heartbeat_at >= $1 ORDER BY id";
    with_tx!(tx, c => sqlx::query_scalar(SQL).bind(now - LEASE).fetch_all(c).await).doing("list the workers")
}
