//! The registry of model versions. Exactly one is the champion; an index sees to it.

use chrono::{DateTime, Utc};

use super::{Context, StoreError, Tx, with_tx};
use crate::{boxed::Boxed, domain::ModelVersion};

/// A model version about to be registered. Texts are JSON.
#[derive(Debug, Clone, PartialEq)]
pub struct NewModel {
    /// Its name.
    pub version: ModelVersion,
    /// What was asked for.
    pub specification: String,
    /// What was found.
    pub parameters: String,
    /// SHA-256 of the matches it was fitted on.
    pub data_hash: String,
    /// The program that fitted it.
    pub code_version: String,
    /// Seed of whatever was drawn.
    pub seed: i64,
    /// Leagues.
    pub leagues: u32,
    /// Matches.
    pub matches: u64,
    /// Scores of its evaluation.
    pub scores: String,
    /// When its training finished (engine clock).
    pub trained_at: DateTime<Utc>,
}

/// A registered model version, without its parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelSummary {
    /// Row.
    pub id: i64,
    /// Its name.
    pub version: ModelVersion,
    /// When its training finished (engine clock).
    pub trained_at: DateTime<Utc>,
    /// Leagues.
    pub leagues: u32,
    /// Matches.
    pub matches: u64,
}

/// Registers a version as a challenger.
///
/// # Errors
/// When the query fails.
pub async fn register_model(tx: &mut Tx, model: &NewModel) -> Result<i64, StoreError> {
    const SQL: &str = "INSERT INTO models (version, status, specification, parameters, data_hash, code_version, seed, leagues, \
         matches, scores, trained_at) VALUES ($1, 'challenger', $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id";
    with_tx!(tx, c => sqlx::query_scalar(SQL)
        .bind(model.version.as_str()).bind(&model.specification).bind(&model.parameters).bind(&model.data_hash)
        .bind(&model.code_version).bind(model.seed).bind(i64::from(model.leagues))
        .bind(i64::try_from(model.matches).unwrap_or(i64::MAX)).bind(&model.scores).bind(model.trained_at)
        .fetch_one(c).await)
    .doing("register a model version")
}

/// Archives the challengers of a specification: a newer version of it takes their place.
///
/// # Errors
/// When the query fails.
pub async fn archive_challengers(tx: &mut Tx, specification: &str) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE models SET status = 'archived' WHERE status = 'challenger' AND specification = $1";
    with_tx!(tx, c => sqlx::query(SQL).bind(specification).execute(c).await.map(drop))
        .doing("archive older challengers")
}

/// The champion.
///
/// # Errors
/// When the query fails or the row is unreadable.
pub fn champion(tx: &mut Tx) -> Boxed<'_, Result<Option<ModelSummary>, StoreError>> {
    Box::pin(async move {
        const SQL: &str = "SELECT id, version, trained_at, leagues, matches FROM models WHERE status = 'champion'";
        summary(with_tx!(tx, c => sqlx::query_as(SQL).fetch_optional(c).await).doing("load the champion")?)
    })
}

/// The latest version that was registered and neither promoted nor archived.
///
/// # Errors
/// When the query fails or the row is unreadable.
pub async fn challenger(tx: &mut Tx) -> Result<Option<ModelSummary>, StoreError> {
    const SQL: &str = "SELECT id, version, trained_at, leagues, matches FROM models WHERE status = 'challenger' \
         ORDER BY id DESC LIMIT 1";
    summary(with_tx!(tx, c => sqlx::query_as(SQL).fetch_optional(c).await).doing("load the challenger")?)
}

type SummaryRow = (i64, String, DateTime<Utc>, i64, i64);

fn summary(row: Option<SummaryRow>) -> Result<Option<ModelSummary>, StoreError> {
    row.map(|(id, version, trained_at, leagues, matches)| {
        Ok(ModelSummary {
            id,
            version: ModelVersion::new(version).map_err(|e| StoreError::unreadable("model version", e))?,
            trained_at,
            leagues: u32::try_from(leagues).unwrap_or(0),
            matches: u64::try_from(matches).unwrap_or(0),
        })
    })
    .transpose()
}

/// Specification and parameters of a version, as JSON.
///
/// # Errors
/// When the query fails.
pub async fn model_parameters(tx: &mut Tx, id: i64) -> Result<(String, String), StoreError> {
    const SQL: &str = "SELECT specification, parameters FROM models WHERE id = $1";
    with_tx!(tx, c => sqlx::query_as(SQL).bind(id).fetch_one(c).await).doing("load the parameters of a model version")
}

/// A version as it was registered, with the run that registered it, where that is known.
///
/// # Errors
/// When the query fails or the row is unreadable.
pub async fn registered_model(tx: &mut Tx, id: i64) -> Result<(NewModel, Option<i64>), StoreError> {
    const SQL: &str = "SELECT version, specification, parameters, data_hash, code_version, seed, leagues, matches, scores, \
         trained_at, (SELECT min(r.id) FROM training_runs r WHERE r.model_id = models.id) AS run FROM models WHERE id = $1";
    let row: RegisteredRow =
        with_tx!(tx, c => sqlx::query_as(SQL).bind(id).fetch_one(c).await).doing("load a model version")?;
    let model = NewModel {
        version: ModelVersion::new(row.version).map_err(|e| StoreError::unreadable("model version", e))?,
        specification: row.specification,
        parameters: row.parameters,
        data_hash: row.data_hash,
        code_version: row.code_version,
        seed: row.seed,
        leagues: u32::try_from(row.leagues).unwrap_or(0),
        matches: u64::try_from(row.matches).unwrap_or(0),
        scores: row.scores,
        trained_at: row.trained_at,
    };
    Ok((model, row.run))
}

#[derive(sqlx::FromRow)]
struct RegisteredRow {
    version: String,
    specification: String,
    parameters: String,
    data_hash: String,
    code_version: String,
    seed: i64,
    leagues: i64,
    matches: i64,
    scores: String,
    trained_at: DateTime<Utc>,
    run: Option<i64>,
}

/// The specification of every version, as JSON.
///
/// # Errors
/// When the query fails.
pub async fn specifications(tx: &mut Tx) -> Result<Vec<(i64, String)>, StoreError> {
    const SQL: &str = "SELECT id, specification FROM models";
    with_tx!(tx, c => sqlx::query_as(SQL).fetch_all(c).await).doing("load the specifications of the model versions")
}

/// Versions registered.
///
/// # Errors
/// When the query fails.
pub async fn count_models(tx: &mut Tx) -> Result<u64, StoreError> {
    let count: i64 =
        with_tx!(tx, c => sqlx::query_scalar("SELECT CAST(count(*) AS BIGINT) FROM models").fetch_one(c).await)
            .doing("count the model versions")?;
    Ok(u64::try_from(count).unwrap_or(0))
}

/// How many versions have names that begin with `prefix` (`dc-2026w47.`).
///
/// # Errors
/// When the query fails.
pub async fn count_versions_with_prefix(tx: &mut Tx, prefix: &str) -> Result<u64, StoreError> {
    const SQL: &str = "SELECT CAST(count(*) AS BIGINT) FROM models WHERE substr(version, 1, CAST($1 AS INTEGER)) = $2";
    let length = i64::try_from(prefix.len()).unwrap_or(i64::MAX);
    let count: i64 = with_tx!(tx, c => sqlx::query_scalar(SQL).bind(length).bind(prefix).fetch_one(c).await)
        .doing("count the model versions of this week")?;
    Ok(u64::try_from(count).unwrap_or(0))
}
