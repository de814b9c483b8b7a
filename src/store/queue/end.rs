//! How the holder of a run lets go of it: at its end, or to be tried again.

use chrono::{DateTime, Utc};

use super::{Held, Lease};
use crate::{
    domain::{RunScores, RunState},
    store::{Context, StoreError, Tx, ring, with_tx},
};

/// How a run ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Ending {
    /// A final state.
    pub state: RunState,
    /// In words.
    pub message: String,
    /// The model version it registered.
    pub model_id: Option<i64>,
    /// Scores of its evaluation.
    pub scores: Option<RunScores>,
}

/// Ends a run. What its stages left for each other goes.
///
/// # Errors
/// When a query fails.
pub async fn finish(tx: &mut Tx, lease: &Lease, ending: &Ending, at: DateTime<Utc>) -> Result<Held, StoreError> {
    const SQL: &str = "UPDATE training_runs SET state = $4, message = $5, model_id = coalesce($6, model_id), scores = $7, finished_at = $8, \
         progress = CASE WHEN $4 = 'succeeded' THEN 1.0 ELSE progress END, eta_s = NULL, lease_owner = NULL, \
         lease_expires_at = NULL, current_league = NULL \
         WHERE id = $1 AND attempt = $2 AND lease_owner = $3 AND state = 'running' RETURNING cancel_requested";
    const EMPTY: &str = "UPDATE training_checkpoints SET content = NULL WHERE run_id = $1";
    let scores = ending.scores.as_ref().map(serde_json::to_string).transpose();
    let scores = scores.map_err(|e| StoreError::unreadable("scores of a run", e))?;
    let held = with_tx!(&mut *tx, c => sqlx::query_scalar(SQL)
        .bind(lease.run).bind(lease.attempt).bind(&lease.owner)
        .bind(ending.state.as_str()).bind(&ending.message).bind(ending.model_id).bind(scores).bind(at)
        .fetch_optional(c).await);
    let held = held.doing("end a run").map(Held::from)?;
    if held != Held::Lost {
        with_tx!(tx, c => sqlx::query(EMPTY).bind(lease.run).execute(c).await.map(drop))
            .doing("empty the checkpoints of a run")?;
    }
    Ok(held)
}

/// Puts a run back, to be taken at once: its worker ends, which is no failure of the run.
///
/// # Errors
/// When the query fails.
pub async fn release(tx: &mut Tx, lease: &Lease) -> Result<Held, StoreError> {
    const SQL: &str = "UPDATE training_runs SET state = 'queued', lease_owner = NULL, lease_expires_at = NULL, eta_s = NULL, \
         message = 'its worker was told to end, another goes on' \
         WHERE id = $1 AND attempt = $2 AND lease_owner = $3 AND state = 'running' RETURNING cancel_requested";
    ring(tx).await?;
    with_tx!(tx, c => sqlx::query_scalar(SQL).bind(lease.run).bind(lease.attempt).bind(&lease.owner)
        .fetch_optional(c).await)
    .doing("put a run back")
    .map(Held::from)
}

/// Puts a run back after a failure that may pass, to be taken at `run_at` (database clock) or later.
///
/// # Errors
/// When the query fails.
pub async fn retry(tx: &mut Tx, lease: &Lease, run_at: DateTime<Utc>, message: &str) -> Result<Held, StoreError> {
    const SQL: &str = "UPDATE training_runs SET state = 'queued', lease_owner = NULL, lease_expires_at = NULL, eta_s = NULL, \
         failures = failures + 1, run_at = $4, message = $5 \
         WHERE id = $1 AND attempt = $2 AND lease_owner = $3 AND state = 'running' RETURNING cancel_requested";
    ring(tx).await?;
    with_tx!(tx, c => sqlx::query_scalar(SQL).bind(lease.run).bind(lease.attempt).bind(&lease.owner)
        .bind(run_at).bind(message).fetch_optional(c).await)
    .doing("put a run back")
    .map(Held::from)
}

/// Forgets runs that are over and were no trainings, from before `before` (engine clock): they leave nothing behind.
///
/// # Errors
/// When a query fails.
pub async fn forget_upkeep(tx: &mut Tx, before: DateTime<Utc>) -> Result<(), StoreError> {
    macro_rules! forgotten {
        () => {
            "kind <> 'train' AND state IN ('succeeded', 'failed', 'cancelled') AND finished_at < $1"
        };
    }
    const EVENTS: &str = concat!(
        "DELETE FROM training_events WHERE run_id IN (SELECT id FROM training_runs WHERE ",
        forgotten!(),
        ")"
    );
    const RUNS: &str = concat!("DELETE FROM training_runs WHERE ", forgotten!());
    for sql in [EVENTS, RUNS] {
        with_tx!(&mut *tx, c => sqlx::query(sql).bind(before).execute(c).await.map(drop))
            .doing("forget runs that left nothing behind")?;
    }
    Ok(())
}
