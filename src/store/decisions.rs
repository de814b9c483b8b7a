//! What the gates said.

use chrono::{DateTime, Utc};

use super::{Context, StoreError, Tx, with_tx};
use crate::domain::Decision;

/// A decision about to be written down.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NewDecision<'a> {
    /// When (engine clock).
    pub at: DateTime<Utc>,
    /// The training that asked; none of a later look.
    pub run_id: Option<i64>,
    /// Of which version.
    pub model_id: i64,
    /// Whom it was held against; none where there was none.
    pub champion_id: Option<i64>,
    /// What was decided.
    pub decision: &'a Decision,
    /// SHA-256 of the matches that the version was fitted on.
    pub data_hash: &'a str,
    /// Seed of whatever was drawn.
    pub seed: i64,
}

/// Writes a decision down, with every number that it rests on and the program that made it.
///
/// # Errors
/// When the query fails.
pub async fn write_decision(tx: &mut Tx, new: &NewDecision<'_>) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO gate_decisions (at, run_id, model_id, champion_id, gate, outcome, sentence, report, \
         data_hash, code_version, seed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let decision = new.decision;
    let report = serde_json::to_string(decision).map_err(|e| StoreError::unreadable("gate decision", e))?;
    with_tx!(tx, c => sqlx::query(SQL).bind(new.at).bind(new.run_id).bind(new.model_id).bind(new.champion_id)
        .bind(decision.gate.as_str()).bind(decision.outcome.as_str()).bind(decision.sentence.as_str()).bind(report)
        .bind(new.data_hash).bind(env!("CARGO_PKG_VERSION")).bind(new.seed).execute(c).await.map(drop))
    .doing("write down what a gate said")
}

/// The last decision on a version, and when it was made.
///
/// # Errors
/// When the query fails or the row is unreadable.
pub async fn latest_decision(tx: &mut Tx, model_id: i64) -> Result<Option<(DateTime<Utc>, Decision)>, StoreError> {
    const SQL: &str = "SELECT at, report FROM gate_decisions WHERE model_id = $1 ORDER BY id DESC LIMIT 1";
    with_tx!(tx, c => sqlx::query_as(SQL).bind(model_id).fetch_optional(c).await)
        .doing("load what a gate said")?
        .map(read)
        .transpose()
}

/// What the gate said at the end of a training, and when; none of one that came to no gate.
///
/// # Errors
/// When the query fails or the row is unreadable.
pub async fn decision_of_run(tx: &mut Tx, run_id: i64) -> Result<Option<(DateTime<Utc>, Decision)>, StoreError> {
    const SQL: &str = "SELECT at, report FROM gate_decisions WHERE run_id = $1 ORDER BY id DESC LIMIT 1";
    with_tx!(tx, c => sqlx::query_as(SQL).bind(run_id).fetch_optional(c).await)
        .doing("load what a gate said of a training")?
        .map(read)
        .transpose()
}

fn read((at, report): (DateTime<Utc>, String)) -> Result<(DateTime<Utc>, Decision), StoreError> {
    let decision = serde_json::from_str(&report).map_err(|e| StoreError::unreadable("gate decision", e))?;
    Ok((at, decision))
}
