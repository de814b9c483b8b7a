//! Training runs: what the screen reads of them. Their life as jobs is in [`super::queue`].

use chrono::{DateTime, Utc};

use super::{Context, StoreError, Tx, with_tx};
use crate::domain::{LeagueCode, ModelVersion, Run, RunKind, SafeText};

/// Columns of a run with the version it registered, in the order of [`RunRow`].
macro_rules! select_runs {
    ($rest:literal) => {
        concat!(
            "SELECT r.id, r.kind, r.league_code, r.basis, r.slot, r.failures, r.run_at, r.state, r.stage, r.progress, r.requested_by, r.requested_at, r.attempt, \
             r.cancel_requested, r.started_at, r.finished_at, r.eta_s, r.message, r.current_league, r.leagues_done, \
             r.leagues_total, r.log_likelihood, m.version, r.scores \
             FROM training_runs r LEFT JOIN models m ON m.id = r.model_id ",
            $rest
        )
    };
}

#[derive(sqlx::FromRow)]
struct RunRow {
    id: i64,
    kind: String,
    league_code: Option<String>,
    basis: String,
    slot: Option<String>,
    failures: i64,
    run_at: Option<DateTime<Utc>>,
    state: String,
    stage: Option<String>,
    progress: f64,
    requested_by: String,
    requested_at: DateTime<Utc>,
    attempt: i64,
    cancel_requested: bool,
    started_at: Option<DateTime<Utc>>,
    finished_at: Option<DateTime<Utc>>,
    eta_s: Option<f64>,
    message: String,
    current_league: Option<String>,
    leagues_done: i64,
    leagues_total: i64,
    log_likelihood: String,
    version: Option<String>,
    scores: Option<String>,
}

impl TryFrom<RunRow> for Run {
    type Error = StoreError;

    fn try_from(row: RunRow) -> Result<Self, StoreError> {
        let code = |text: Option<String>| text.map(|text| LeagueCode::new(&text)).transpose();
        Ok(Self {
            id: row.id,
            kind: row.kind.parse().map_err(|e| StoreError::unreadable("run kind", e))?,
            league: code(row.league_code).map_err(|e| StoreError::unreadable("league of a run", e))?,
            basis: row
                .basis
                .parse()
                .map_err(|e| StoreError::unreadable("basis of a run", e))?,
            slot: row.slot.as_deref().map(SafeText::new),
            failures: row.failures,
            run_at: row.run_at,
            state: row.state.parse().map_err(|e| StoreError::unreadable("run state", e))?,
            stage: row
                .stage
                .map(|stage| stage.parse())
                .transpose()
                .map_err(|e| StoreError::unreadable("stage of a run", e))?,
            progress: row.progress,
            requested_by: SafeText::new(&row.requested_by),
            requested_at: row.requested_at,
            attempt: row.attempt,
            started_at: row.started_at,
            finished_at: row.finished_at,
            eta_s: row.eta_s,
            cancel_requested: row.cancel_requested,
            message: SafeText::new(&row.message),
            current_league: code(row.current_league).map_err(|e| StoreError::unreadable("league of a run", e))?,
            leagues_done: u32::try_from(row.leagues_done).unwrap_or(0),
            leagues_total: u32::try_from(row.leagues_total).unwrap_or(0),
            log_likelihood: serde_json::from_str(&row.log_likelihood)
                .map_err(|e| StoreError::unreadable("log-likelihood curve", e))?,
            model_version: row
                .version
                .map(ModelVersion::new)
                .transpose()
                .map_err(|e| StoreError::unreadable("model version", e))?,
            scores: row
                .scores
                .map(|scores| serde_json::from_str(&scores))
                .transpose()
                .map_err(|e| StoreError::unreadable("scores of a run", e))?,
        })
    }
}

/// One run.
///
/// # Errors
/// When the query fails or the row is unreadable.
pub async fn run(tx: &mut Tx, id: i64) -> Result<Option<Run>, StoreError> {
    const SQL: &str = select_runs!("WHERE r.id = $1");
    with_tx!(tx, c => sqlx::query_as::<_, RunRow>(SQL).bind(id).fetch_optional(c).await)
        .doing("load a training run")?
        .map(Run::try_from)
        .transpose()
}

/// Runs that wait or run, the oldest first.
///
/// # Errors
/// When the query fails or a row is unreadable.
pub async fn live_runs(tx: &mut Tx) -> Result<Vec<Run>, StoreError> {
    const SQL: &str = select_runs!("WHERE r.state IN ('queued', 'running') ORDER BY r.id");
    collect(with_tx!(tx, c => sqlx::query_as(SQL).fetch_all(c).await))
}

/// Finished runs of one kind, or of all, the latest first.
///
/// # Errors
/// When the query fails or a row is unreadable.
pub async fn finished_runs(tx: &mut Tx, kind: Option<RunKind>, limit: i64) -> Result<Vec<Run>, StoreError> {
    const SQL: &str = select_runs!(
        "WHERE r.state IN ('succeeded', 'failed', 'cancelled') AND r.kind = coalesce($2, r.kind) \
         ORDER BY r.finished_at DESC, r.id DESC LIMIT $1"
    );
    collect(with_tx!(tx, c => sqlx::query_as(SQL).bind(limit).bind(kind.map(RunKind::as_str)).fetch_all(c).await))
}

fn collect(rows: Result<Vec<RunRow>, sqlx::Error>) -> Result<Vec<Run>, StoreError> {
    rows.doing("load the training runs")?
        .into_iter()
        .map(Run::try_from)
        .collect()
}
