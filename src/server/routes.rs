//! Which path is answered by what.

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::StatusCode,
    middleware::from_fn_with_state,
    response::{IntoResponse, Response},
    routing::get,
};
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::OpenApi;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    api::{data, documents, features, model, system, training},
    app::App,
    bound::{MOST_BODY, bound},
    events,
    guard::guard,
    measure::measure,
    problem::Problem,
};

/// The templates of all paths, which are also the labels of their times.
pub const ROUTES: &[&str] = &[
    "/api/dashboard/summary",
    "/api/data/freshness",
    "/api/events",
    "/api/feature-store/stats",
    "/api/feature-store/teams/{id}",
    "/api/model/health",
    "/api/model/status",
    "/api/model/training-history",
    "/api/model/versions",
    "/api/snapshot",
    "/api/system/activity",
    "/api/system/health",
    "/api/system/metrics",
    "/api/tasks/{id}",
    "/api/tasks/{id}/cancel",
    "/api/training/automated/run",
    "/api/training/automated/status",
    "/health",
    "/metrics",
    "/openapi.json",
];

#[derive(OpenApi)]
#[openapi(info(
    title = "touchline",
    description = "Is the model healthy, which leagues drift, is the data fresh, what is training, is the system up. Brier scores \
                   are summed over three outcomes (0 to 2, uniform 0.667). Times are UTC. Problems are application/problem+json."
))]
struct Document;

pub(super) fn router(app: App) -> Router {
    let (described, document) = OpenApiRouter::with_openapi(Document::openapi())
        .routes(routes!(system::health))
        .routes(routes!(system::system_health))
        .routes(routes!(system::activity))
        .routes(routes!(system::metrics))
        .routes(routes!(model::model_health))
        .routes(routes!(model::status))
        .routes(routes!(model::versions))
        .routes(routes!(model::training_history))
        .routes(routes!(data::freshness))
        .routes(routes!(data::dashboard))
        .routes(routes!(features::stats))
        .routes(routes!(features::team))
        .routes(routes!(training::automated_status))
        .routes(routes!(training::run))
        .routes(routes!(training::task))
        .routes(routes!(training::cancel))
        .routes(routes!(documents::snapshot))
        .routes(routes!(documents::prometheus))
        .split_for_parts();
    let document = document.to_json().unwrap_or_default();
    let bounded = described
        .route("/openapi.json", get(async || documents::openapi(document)))
        .layer(from_fn_with_state(app.clone(), bound));
    bounded
        .route("/api/events", get(events::events))
        .fallback(async || Problem::not_found("there is no such path; /openapi.json lists those that there are"))
        .method_not_allowed_fallback(async || {
            Problem::new(StatusCode::METHOD_NOT_ALLOWED, "this path takes other methods")
        })
        .layer(DefaultBodyLimit::max(MOST_BODY))
        .layer(from_fn_with_state(app.clone(), guard))
        .layer(CatchPanicLayer::custom(|_panic| panicked()))
        .layer(from_fn_with_state(app.clone(), measure))
        .with_state(app)
}

fn panicked() -> Response {
    tracing::error!("a handler panicked");
    Problem::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "this is a fault of the program; its log has more",
    )
    .into_response()
}
