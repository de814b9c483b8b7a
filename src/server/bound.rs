//! How much of the service one request may take.

use axum::{
    extract::{Request, State},
    http::StatusCode,
    middleware::Next,
    response::{IntoResponse, Response},
};
use tokio::time::timeout;

use super::{app::App, problem::Problem};

/// Most bytes of a body: the largest that is asked for is a list of leagues.
pub(super) const MOST_BODY: usize = 64 * 1024;

/// Turns a request away where too many are in hand, and ends one that takes too long: what it has begun to write goes on, and
/// is in the audit.
pub(super) async fn bound(State(app): State<App>, request: Request, next: Next) -> Response {
    let Ok(_place) = app.places.try_acquire() else {
        return Problem::new(StatusCode::SERVICE_UNAVAILABLE, "too many requests at a time").into_response();
    };
    match timeout(app.timeout, next.run(request)).await {
        Ok(response) => response,
        Err(_elapsed) => Problem::new(
            StatusCode::REQUEST_TIMEOUT,
            format!("it took longer than {} s", app.timeout.as_secs()),
        )
        .into_response(),
    }
}
