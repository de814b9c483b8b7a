use axum::{
    Json,
    extract::{Query, State, rejection::QueryRejection},
};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::server::{
    answer::{
        model_health::{ModelHealthAnswer, model_health as health_of},
        models::{StatusAnswer, VersionsAnswer, status as status_of, versions as versions_of},
        runs::{HistoryAnswer, history},
    },
    app::App,
    problem::Problem,
};

/// Is the served model healthy, and does any league drift?
#[utoipa::path(get, path = "/api/model/health", tag = "model", responses((status = 200, body = ModelHealthAnswer)))]
pub(in crate::server) async fn model_health(State(app): State<App>) -> Json<ModelHealthAnswer> {
    Json(health_of(&app.engine.snapshot()))
}

/// The champion.
#[utoipa::path(get, path = "/api/model/status", tag = "model", responses((status = 200, body = StatusAnswer)))]
pub(in crate::server) async fn status(State(app): State<App>) -> Json<StatusAnswer> {
    Json(status_of(&app.engine.snapshot()))
}

/// The latest model versions.
#[utoipa::path(get, path = "/api/model/versions", tag = "model", responses((status = 200, body = VersionsAnswer)))]
pub(in crate::server) async fn versions(State(app): State<App>) -> Json<VersionsAnswer> {
    Json(versions_of(&app.engine.snapshot()))
}

/// How many.
#[derive(Debug, Deserialize, IntoParams)]
pub(in crate::server) struct Limit {
    /// Trainings, at most 50.
    limit: Option<usize>,
}

/// Trainings of the past.
#[utoipa::path(get, path = "/api/model/training-history", tag = "model", params(Limit), responses(
    (status = 200, body = HistoryAnswer), (status = 400, body = Problem)))]
pub(in crate::server) async fn training_history(
    State(app): State<App>,
    limit: Result<Query<Limit>, QueryRejection>,
) -> Result<Json<HistoryAnswer>, Problem> {
    let Query(Limit { limit }) = limit?;
    Ok(Json(history(&app.engine.snapshot(), limit.unwrap_or(50))))
}
