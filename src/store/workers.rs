//! Which workers live. All times here are told by the database ([`super::now`]).

use chrono::{DateTime, TimeDelta, Utc};

use super::{Context, StoreError, Tx, queue::LEASE, with_tx};

/// Workers with a sign of life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Liveness {
    /// How many gave one within a lease.
    pub alive: u32,
    /// The latest of any.
    pub last_heartbeat_at: Option<DateTime<Utc>>,
}

/// A worker, alive or dead since less than a day.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct SeenWorker {
    /// Its name, `host:process:started`.
    pub id: String,
    /// Its first sign of life.
    pub started_at: DateTime<Utc>,
    /// Its last one.
    pub heartbeat_at: DateTime<Utc>,
    /// It gave one within a lease.
    pub alive: bool,
    /// The run that it holds.
    pub run: Option<i64>,
    /// It holds the lease that was asked for.
    pub keeps: bool,
}

/// After so long without a sign of life a worker is forgotten.
const REMEMBERED: TimeDelta = TimeDelta::days(1);

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
    with_tx!(tx, c => sqlx::query(FORGET).bind(now - REMEMBERED).execute(c).await.map(drop))
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

/// Those of the last day, the living first; each with the run that it holds, and whether it holds the lease `lease`.
///
/// # Errors
/// When the query fails.
pub async fn seen_workers(tx: &mut Tx, lease: &str, now: DateTime<Utc>) -> Result<Vec<SeenWorker>, StoreError> {
    const SQL: &str = "SELECT w.id, w.started_at, w.heartbeat_at, w.heartbeat_at >= $2 AS alive, \
         (SELECT max(r.id) FROM training_runs r WHERE r.state = 'running' AND r.lease_owner = w.id) AS run, \
         EXISTS (SELECT 1 FROM leases l WHERE l.name = $1 AND l.owner = w.id AND l.expires_at >= $3) AS keeps \
         FROM workers w WHERE w.heartbeat_at >= $4 \
         ORDER BY w.heartbeat_at >= $2 DESC, w.started_at DESC, w.id";
    with_tx!(tx, c => sqlx::query_as(SQL).bind(lease).bind(now - LEASE).bind(now).bind(now - REMEMBERED).fetch_all(c)
        .await)
    .doing("list the workers of the last day")
}
