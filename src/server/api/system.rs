use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};

use crate::server::{
    answer::{
        activity::{ActivityAnswer, activity as activity_of},
        health::{
            Health, SystemHealth, SystemMetrics, health as health_of, system_health as health_of_all, system_metrics,
        },
    },
    app::App,
};

/// Can the database be read? 503 where it cannot, so that a load balancer need not read the body.
#[utoipa::path(get, path = "/health", tag = "system", responses(
    (status = 200, body = Health), (status = 503, body = Health)))]
pub(in crate::server) async fn health(State(app): State<App>) -> Response {
    let (health, up) = health_of(&app.engine.snapshot());
    let status = if up {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (status, Json(health)).into_response()
}

/// Are the parts of the system up?
#[utoipa::path(get, path = "/api/system/health", tag = "system", responses((status = 200, body = SystemHealth)))]
pub(in crate::server) async fn system_health(State(app): State<App>) -> Json<SystemHealth> {
    Json(health_of_all(&app.engine.snapshot()))
}

/// What happened lately.
#[utoipa::path(get, path = "/api/system/activity", tag = "system", responses((status = 200, body = ActivityAnswer)))]
pub(in crate::server) async fn activity(State(app): State<App>) -> Json<ActivityAnswer> {
    Json(activity_of(&app.engine.snapshot()))
}

/// The system in numbers; `/metrics` has them for Prometheus.
#[utoipa::path(get, path = "/api/system/metrics", tag = "system", responses((status = 200, body = SystemMetrics)))]
pub(in crate::server) async fn metrics(State(app): State<App>) -> Json<SystemMetrics> {
    Json(system_metrics(&app.engine.snapshot()))
}
