use axum::{Json, extract::State};

use crate::server::{
    answer::{
        dashboard::{DashboardAnswer, dashboard as dashboard_of},
        freshness::{FreshnessAnswer, freshness as freshness_of},
    },
    app::App,
};

/// Is the data fresh?
#[utoipa::path(get, path = "/api/data/freshness", tag = "data", responses((status = 200, body = FreshnessAnswer)))]
pub(in crate::server) async fn freshness(State(app): State<App>) -> Json<FreshnessAnswer> {
    Json(freshness_of(&app.engine.snapshot()))
}

/// All of it in short.
#[utoipa::path(get, path = "/api/dashboard/summary", tag = "data", responses((status = 200, body = DashboardAnswer)))]
pub(in crate::server) async fn dashboard(State(app): State<App>) -> Json<DashboardAnswer> {
    Json(dashboard_of(&app.engine.snapshot()))
}
