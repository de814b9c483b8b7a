//! How long requests take, and what every answer says of itself.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderValue, Method, header},
    middleware::Next,
    response::Response,
};

use super::{app::App, routes::ROUTES};
use crate::engine::Answered;

/// Measures a request from its header to the header of its answer.
pub(super) async fn measure(State(app): State<App>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = method(request.method());
    let route = route(request.extensions().get::<MatchedPath>());
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    let status = response.status().as_u16();
    let took = begun.elapsed();
    app.engine.count_request(Answered { method, route, status }, took);
    tracing::debug!("{method} {route} {status} in {:.1} ms", took.as_secs_f64() * 1e3);
    response
}

/// Others are as many as a client can think of.
fn method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        _ => "other",
    }
}

fn route(matched: Option<&MatchedPath>) -> &'static str {
    let known = |path: &MatchedPath| ROUTES.iter().find(|route| **route == path.as_str()).copied();
    matched.and_then(known).unwrap_or("other")
}
