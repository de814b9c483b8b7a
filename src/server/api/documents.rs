use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::{
    report,
    server::{app::App, problem::Problem},
};

/// The whole snapshot, as `touchline status --json` prints it. It has an `ETag`.
#[utoipa::path(get, path = "/api/snapshot", tag = "documents", responses(
    (status = 200, body = Object, content_type = "application/json"), (status = 304)))]
pub(in crate::server) async fn snapshot(State(app): State<App>, headers: HeaderMap) -> Result<Response, Problem> {
    let snapshot = app.engine.snapshot();
    let tag = format!("\"{:x}\"", snapshot.as_of.timestamp_micros());
    let tag = HeaderValue::try_from(tag).unwrap_or(HeaderValue::from_static("\"\""));
    if headers.get(header::IF_NONE_MATCH) == Some(&tag) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    let body = app.snapshot_body.of(&snapshot, report::to_json).map_err(|error| {
        tracing::error!("the snapshot cannot be told as JSON: {error}");
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "the snapshot cannot be told")
    })?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        (header::ETAG, tag),
    ];
    Ok((headers, body).into_response())
}

/// The same for Prometheus.
#[utoipa::path(get, path = "/metrics", tag = "documents", responses(
    (status = 200, body = String, content_type = "text/plain")))]
pub(in crate::server) async fn prometheus(State(app): State<App>) -> Response {
    let make = |snapshot: &_| Ok::<_, std::convert::Infallible>(report::prometheus(snapshot));
    let Ok(body) = app.metrics_body.of(&app.engine.snapshot(), make);
    let kind = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
    ([(header::CONTENT_TYPE, kind)], body).into_response()
}

/// The description of this API.
pub(in crate::server) fn openapi(document: String) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], document).into_response()
}
