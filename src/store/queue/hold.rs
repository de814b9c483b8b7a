//! What the holder of a run writes to it: signs of life, progress, events. Each write names its attempt.

use chrono::{DateTime, Utc};

use super::{LEASE, Lease};
use crate::{
    domain::{LeagueCode, Stage},
    store::{Context, StoreError, Tx, with_tx},
};

/// What a write to a run came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// It was written.
    Yes {
        /// An operator asks to stop.
        cancel_requested: bool,
    },
    /// Another worker has the run, or it is over: nothing was written.
    Lost,
}

impl From<Option<bool>> for Held {
    fn from(cancel_requested: Option<bool>) -> Self {
        cancel_requested.map_or(Self::Lost, |cancel_requested| Self::Yes { cancel_requested })
    }
}

/// How far a run is.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// The stage.
    pub stage: Stage,
    /// Share of the whole run, `0..=1`.
    pub progress: f64,
    /// Estimated seconds to the end.
    pub eta_s: Option<f64>,
    /// In words.
    pub message: String,
    /// The league being fitted.
    pub current_league: Option<LeagueCode>,
    /// Leagues fitted.
    pub leagues_done: u32,
    /// Leagues in all.
    pub leagues_total: u32,
    /// Penalised log-likelihood by iteration of the league fitted last.
    pub log_likelihood: Vec<f64>,
}

/// Whether the run is still held, within a transaction that writes what only its holder may.
///
/// # Errors
/// When the query fails.
pub async fn still_held(tx: &mut Tx, lease: &Lease) -> Result<Held, StoreError> {
    // A statement that changes the row, so that nobody can take the run over before the transaction ends.
    const SQL: &str = "UPDATE training_runs SET lease_owner = $3 \
         WHERE id = $1 AND attempt = $2 AND lease_owner = $3 AND state = 'running' RETURNING cancel_requested";
    with_tx!(tx, c => sqlx::query_scalar(SQL)
        .bind(lease.run).bind(lease.attempt).bind(&lease.owner).fetch_optional(c).await)
    .doing("look whether a run is still held")
    .map(Held::from)
}

/// Lengthens the lease. `now` is the database's clock.
///
/// # Errors
/// When the query fails.
pub async fn heartbeat(tx: &mut Tx, lease: &Lease, now: DateTime<Utc>) -> Result<Held, StoreError> {
    const SQL: &str = "UPDATE training_runs SET lease_expires_at = $4 \
         WHERE id = $1 AND attempt = $2 AND lease_owner = $3 AND state = 'running' RETURNING cancel_requested";
    let held = with_tx!(tx, c => sqlx::query_scalar(SQL)
        .bind(lease.run).bind(lease.attempt).bind(&lease.owner).bind(now + LEASE).fetch_optional(c).await);
    held.doing("lengthen the lease of a training run").map(Held::from)
}

/// Writes how far a run is.
///
/// # Errors
/// When the query fails.
pub async fn write_progress(tx: &mut Tx, lease: &Lease, progress: &Progress) -> Result<Held, StoreError> {
    const SQL: &str = "UPDATE training_runs SET stage = $4, progress = $5, eta_s = $6, message = $7, current_league = $8, \
         leagues_done = $9, leagues_total = $10, log_likelihood = $11 \
         WHERE id = $1 AND attempt = $2 AND lease_owner = $3 AND state = 'running' RETURNING cancel_requested";
    let curve = serde_json::to_string(&progress.log_likelihood)
        .map_err(|e| StoreError::unreadable("log-likelihood curve", e))?;
    let held = with_tx!(tx, c => sqlx::query_scalar(SQL)
        .bind(lease.run).bind(lease.attempt).bind(&lease.owner)
        .bind(progress.stage.as_str()).bind(progress.progress).bind(progress.eta_s).bind(&progress.message)
        .bind(progress.current_league.as_ref().map(LeagueCode::as_str))
        .bind(i64::from(progress.leagues_done)).bind(i64::from(progress.leagues_total)).bind(curve)
        .fetch_optional(c).await);
    held.doing("write the progress of a training run").map(Held::from)
}

/// Writes a line into a run's history.
///
/// # Errors
/// When the query fails.
pub async fn add_event(
    tx: &mut Tx,
    lease: &Lease,
    at: DateTime<Utc>,
    stage: Option<Stage>,
    message: &str,
) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO training_events (run_id, attempt, at, stage, message) VALUES ($1, $2, $3, $4, $5)";
    with_tx!(tx, c => sqlx::query(SQL).bind(lease.run).bind(lease.attempt).bind(at)
        .bind(stage.map(Stage::as_str)).bind(message).execute(c).await.map(drop))
    .doing("write an event of a training run")?;
    Ok(())
}

/// Notes the model version that a run has registered.
///
/// # Errors
/// When the query fails.
pub async fn note_model(tx: &mut Tx, lease: &Lease, model_id: i64) -> Result<Held, StoreError> {
    const SQL: &str = "UPDATE training_runs SET model_id = $4 \
         WHERE id = $1 AND attempt = $2 AND lease_owner = $3 AND state = 'running' RETURNING cancel_requested";
    with_tx!(tx, c => sqlx::query_scalar(SQL)
        .bind(lease.run).bind(lease.attempt).bind(&lease.owner).bind(model_id).fetch_optional(c).await)
    .doing("note the model version of a run")
    .map(Held::from)
}
