//! The model versions as a list, for those who choose among them.

use chrono::{DateTime, Utc};

use super::{Context, StoreError, Tx, with_tx};
use crate::domain::{ModelVersion, RegisteredModel, SafeText};

/// Columns in the order of [`Raw`].
macro_rules! select_models {
    ($rest:literal) => {
        concat!(
            "SELECT id, version, status, trained_at, promoted_at, leagues, matches, scores, data_hash, code_version, seed, \
             (SELECT g.sentence FROM gate_decisions g WHERE g.model_id = models.id ORDER BY g.id DESC LIMIT 1) AS gate_sentence \
             FROM models ",
            $rest
        )
    };
}

#[derive(sqlx::FromRow)]
struct Raw {
    id: i64,
    version: String,
    status: String,
    trained_at: DateTime<Utc>,
    promoted_at: Option<DateTime<Utc>>,
    leagues: i64,
    matches: i64,
    scores: String,
    data_hash: String,
    code_version: String,
    seed: i64,
    gate_sentence: Option<String>,
}

/// The latest model versions, the newest first.
///
/// # Errors
/// When the query fails or a row is unreadable.
pub async fn models(tx: &mut Tx, limit: i64) -> Result<Vec<RegisteredModel>, StoreError> {
    const SQL: &str = select_models!("ORDER BY id DESC LIMIT $1");
    let rows: Vec<Raw> =
        with_tx!(tx, c => sqlx::query_as(SQL).bind(limit).fetch_all(c).await).doing("list the model versions")?;
    rows.into_iter().map(RegisteredModel::try_from).collect()
}

/// One version by its name.
///
/// # Errors
/// When the query fails or the row is unreadable.
pub async fn model_by_version(tx: &mut Tx, version: &ModelVersion) -> Result<Option<RegisteredModel>, StoreError> {
    const SQL: &str = select_models!("WHERE version = $1");
    let row: Option<Raw> = with_tx!(tx, c => sqlx::query_as(SQL).bind(version.as_str()).fetch_optional(c).await)
        .doing("find a model version")?;
    row.map(RegisteredModel::try_from).transpose()
}

impl TryFrom<Raw> for RegisteredModel {
    type Error = StoreError;

    fn try_from(raw: Raw) -> Result<Self, StoreError> {
        Ok(Self {
            id: raw.id,
            version: ModelVersion::new(raw.version).map_err(|e| StoreError::unreadable("model version", e))?,
            status: raw
                .status
                .parse()
                .map_err(|e| StoreError::unreadable("model status", e))?,
            trained_at: raw.trained_at,
            promoted_at: raw.promoted_at,
            leagues: u32::try_from(raw.leagues).unwrap_or(0),
            matches: u64::try_from(raw.matches).unwrap_or(0),
            scores: serde_json::from_str(&raw.scores).map_err(|e| StoreError::unreadable("set of scores", e))?,
            data_hash: raw.data_hash,
            code_version: raw.code_version,
            seed: raw.seed,
            gate_sentence: raw.gate_sentence.as_deref().map(SafeText::new),
        })
    }
}
