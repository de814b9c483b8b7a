//! Training runs as jobs: claimed with a lease, written to with a fencing token.
//!
//! A worker that is paused, or cut off, for longer than its lease may find that another has taken its run. Each claim
//! raises the attempt number, and every write names the attempt it belongs to: a late writer changes no row and is told.
//! No queue crate gives this on SQLite and PostgreSQL alike, and the run that the screen shows is the job itself.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::{Context, StoreError, Tx, with_tx};
use crate::domain::{LeagueCode, RunKind, RunScores, RunState, Stage};

/// How long a worker holds a run without a sign of life.
pub const LEASE: TimeDelta = TimeDelta::seconds(30);
/// How often a worker gives one.
pub const HEARTBEAT: Duration = Duration::from_secs(10);
/// A run whose workers die is taken up this often, then given up.
pub const MAX_ATTEMPTS: i64 = 5;

/// The right to write to a run, until the lease runs out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// The run.
    pub run: i64,
    /// The fencing token.
    pub attempt: i64,
    /// The worker.
    pub owner: String,
    /// The only league to refit; none is all leagues.
    pub league: Option<LeagueCode>,
}

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

/// Whether a request made a new run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enqueued {
    /// A new one.
    New(i64),
    /// The same was asked for before and is not over yet.
    Joined(i64),
}

/// Asks for a run. The same request while one is live joins it.
///
/// # Errors
/// When the query fails.
pub async fn enqueue(
    tx: &mut Tx,
    kind: RunKind,
    league: Option<&LeagueCode>,
    requested_by: &str,
    at: DateTime<Utc>,
) -> Result<Enqueued, StoreError> {
    const INSERT: &str = "INSERT INTO training_runs (kind, league_code, state, progress, requested_by, requested_at, attempt, \
         cancel_requested, message, leagues_done, leagues_total, log_likelihood) \
         VALUES ($1, $2, 'queued', 0, $3, $4, 0, FALSE, 'waits for a worker', 0, 0, '[]') ON CONFLICT DO NOTHING RETURNING id";
    const LIVE: &str = "SELECT id FROM training_runs WHERE kind = $1 AND coalesce(league_code, '') = coalesce($2, '') \
         AND state IN ('queued', 'running')";
    let league = league.map(LeagueCode::as_str);
    let id: Option<i64> = with_tx!(&mut *tx, c => sqlx::query_scalar(INSERT)
        .bind(kind.as_str()).bind(league).bind(requested_by).bind(at).fetch_optional(c).await)
    .doing("queue a training run")?;
    if let Some(id) = id {
        return Ok(Enqueued::New(id));
    }
    with_tx!(tx, c => sqlx::query_scalar(LIVE).bind(kind.as_str()).bind(league).fetch_one(c).await)
        .doing("find the live training run")
        .map(Enqueued::Joined)
}

/// Ends the runs whose workers died too often. Returns their numbers.
///
/// # Errors
/// When the query fails.
pub async fn give_up(tx: &mut Tx, wall: DateTime<Utc>, at: DateTime<Utc>) -> Result<Vec<i64>, StoreError> {
    const SQL: &str = "UPDATE training_runs SET state = 'failed', finished_at = $2, lease_owner = NULL, eta_s = NULL, \
         message = 'given up: its workers died ' || attempt || ' times' \
         WHERE state = 'running' AND lease_expires_at < $1 AND attempt >= $3 RETURNING id";
    with_tx!(tx, c => sqlx::query_scalar(SQL).bind(wall).bind(at).bind(MAX_ATTEMPTS).fetch_all(c).await)
        .doing("give up dead training runs")
}

/// Takes a run in one statement; a lock on the row found is all that differs between the databases.
macro_rules! claim_sql {
    ($lock:literal) => {
        concat!(
            "UPDATE training_runs SET state = 'running', attempt = attempt + 1, lease_owner = $1, \
             lease_expires_at = $3, started_at = coalesce(started_at, $4), message = 'taken by a worker' \
             WHERE id = (SELECT id FROM training_runs WHERE state = 'queued' OR (state = 'running' AND lease_expires_at < $2 \
             AND attempt < $5) ORDER BY id LIMIT 1",
            $lock,
            ") RETURNING id, attempt, league_code"
        )
    };
}

/// Takes the next run that waits, or one whose worker gives no sign of life; those to be given up are left to [`give_up`].
/// `wall` is the wall clock, `at` the engine's.
///
/// # Errors
/// When the query fails.
pub async fn claim(
    tx: &mut Tx,
    owner: &str,
    wall: DateTime<Utc>,
    at: DateTime<Utc>,
) -> Result<Option<Lease>, StoreError> {
    let sql = match tx {
        Tx::Sqlite(_) => claim_sql!(""),
        // A run that another worker is about to take is passed over, not waited for.
        Tx::Postgres(_) => claim_sql!(" FOR UPDATE SKIP LOCKED"),
    };
    let row: Option<(i64, i64, Option<String>)> = with_tx!(tx, c => sqlx::query_as(sql)
        .bind(owner).bind(wall).bind(wall + LEASE).bind(at).bind(MAX_ATTEMPTS).fetch_optional(c).await)
    .doing("claim a training run")?;
    row.map(|(run, attempt, league)| {
        let league = league.map(|code| LeagueCode::new(&code)).transpose();
        Ok(Lease {
            run,
            attempt,
            owner: owner.to_owned(),
            league: league.map_err(|e| StoreError::unreadable("league of a run", e))?,
        })
    })
    .transpose()
}

/// Lengthens the lease.
///
/// # Errors
/// When the query fails.
pub async fn heartbeat(tx: &mut Tx, lease: &Lease, wall: DateTime<Utc>) -> Result<Held, StoreError> {
    const SQL: &str = "UPDATE training_runs SET lease_expires_at = $4 \
         WHERE id = $1 AND attempt = $2 AND lease_owner = $3 AND state = 'running' RETURNING cancel_requested";
    let held = with_tx!(tx, c => sqlx::query_scalar(SQL)
        .bind(lease.run).bind(lease.attempt).bind(&lease.owner).bind(wall + LEASE).fetch_optional(c).await);
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

/// Ends a run.
///
/// # Errors
/// When the query fails.
pub async fn finish(tx: &mut Tx, lease: &Lease, ending: &Ending, at: DateTime<Utc>) -> Result<Held, StoreError> {
    const SQL: &str = "UPDATE training_runs SET state = $4, message = $5, model_id = $6, scores = $7, finished_at = $8, \
         progress = CASE WHEN $4 = 'succeeded' THEN 1.0 ELSE progress END, eta_s = NULL, lease_owner = NULL, \
         lease_expires_at = NULL, current_league = NULL \
         WHERE id = $1 AND attempt = $2 AND lease_owner = $3 AND state = 'running' RETURNING cancel_requested";
    let scores = ending.scores.as_ref().map(serde_json::to_string).transpose();
    let scores = scores.map_err(|e| StoreError::unreadable("scores of a run", e))?;
    let held = with_tx!(tx, c => sqlx::query_scalar(SQL)
        .bind(lease.run).bind(lease.attempt).bind(&lease.owner)
        .bind(ending.state.as_str()).bind(&ending.message).bind(ending.model_id).bind(scores).bind(at)
        .fetch_optional(c).await);
    held.doing("end a training run").map(Held::from)
}

impl From<Option<bool>> for Held {
    fn from(cancel_requested: Option<bool>) -> Self {
        cancel_requested.map_or(Self::Lost, |cancel_requested| Self::Yes { cancel_requested })
    }
}

/// What a request to cancel came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cancelled {
    /// It waited and is cancelled.
    AtOnce,
    /// It runs; its worker is asked to stop.
    Requested,
    /// It was over already.
    Over,
    /// There is no such run.
    Unknown,
}

/// Asks to stop a run.
///
/// # Errors
/// When the query fails.
pub async fn cancel(tx: &mut Tx, run: i64, by: &str, at: DateTime<Utc>) -> Result<Cancelled, StoreError> {
    const QUEUED: &str = "UPDATE training_runs SET state = 'cancelled', finished_at = $2, message = 'cancelled by ' || $3 \
         WHERE id = $1 AND state = 'queued' RETURNING id";
    const RUNNING: &str =
        "UPDATE training_runs SET cancel_requested = TRUE WHERE id = $1 AND state = 'running' RETURNING id";
    const KNOWN: &str = "SELECT id FROM training_runs WHERE id = $1";
    let queued: Option<i64> =
        with_tx!(&mut *tx, c => sqlx::query_scalar(QUEUED).bind(run).bind(at).bind(by).fetch_optional(c).await)
            .doing("cancel a training run")?;
    if queued.is_some() {
        return Ok(Cancelled::AtOnce);
    }
    let running: Option<i64> = with_tx!(&mut *tx, c => sqlx::query_scalar(RUNNING).bind(run).fetch_optional(c).await)
        .doing("cancel a training run")?;
    if running.is_some() {
        return Ok(Cancelled::Requested);
    }
    let known: Option<i64> =
        with_tx!(tx, c => sqlx::query_scalar(KNOWN).bind(run).fetch_optional(c).await).doing("find a training run")?;
    Ok(if known.is_some() {
        Cancelled::Over
    } else {
        Cancelled::Unknown
    })
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
