use axum::{
    Json,
    extract::{Path, Query, State, rejection::QueryRejection},
};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::server::{
    answer::features::{StatsAnswer, TeamAnswer, stats as stats_of, team as team_of},
    app::App,
    problem::Problem,
};

/// How much the online feature store holds.
#[utoipa::path(get, path = "/api/feature-store/stats", tag = "features", responses((status = 200, body = StatsAnswer)))]
pub(in crate::server) async fn stats(State(app): State<App>) -> Json<StatsAnswer> {
    let census = app.engine.feature_census().await;
    Json(stats_of(&app.engine.snapshot(), &census))
}

/// Which of several teams of one name.
#[derive(Debug, Deserialize, IntoParams)]
pub(in crate::server) struct Country {
    /// Its country.
    country: Option<String>,
}

/// What forecasts know of a team.
#[utoipa::path(get, path = "/api/feature-store/teams/{id}", tag = "features",
    params(("id" = String, Path, description = "name or alias, as the source spells it"), Country),
    responses((status = 200, body = TeamAnswer), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub(in crate::server) async fn team(
    State(app): State<App>,
    Path(id): Path<String>,
    country: Result<Query<Country>, QueryRejection>,
) -> Result<Json<TeamAnswer>, Problem> {
    let Query(Country { country }) = country?;
    let known = app.engine.team(&id, country.as_deref()).await?;
    Ok(Json(team_of(&known)))
}
