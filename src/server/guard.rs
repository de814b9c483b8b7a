//! Who is let in.

use std::net::IpAddr;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header, uri::Authority},
    middleware::Next,
    response::{IntoResponse, Response},
};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::{app::App, problem::Problem};

/// What load balancers ask, who have no token.
const OPEN: &str = "/health";

/// Lets a request pass, or answers it.
pub(super) async fn guard(State(app): State<App>, request: Request, next: Next) -> Response {
    match check(&app, &request) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

fn check(app: &App, request: &Request) -> Result<(), Problem> {
    if !app.exposed && !names_this_machine(request) {
        return Err(Problem::new(
            StatusCode::MISDIRECTED_REQUEST,
            "this API answers to localhost alone: a web page of another name may not read it",
        ));
    }
    let writes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let open = !writes && (!app.exposed || request.uri().path() == OPEN);
    if open {
        Ok(())
    } else {
        authorised(app, request.headers())
    }
}

/// Without this any web page could have a browser on this machine read the API, by a name that it resolves to 127.0.0.1.
fn names_this_machine(request: &Request) -> bool {
    let Some(host) = request.headers().get(header::HOST) else {
        return true;
    };
    let authority = host.to_str().ok().and_then(|host| host.parse::<Authority>().ok());
    authority.is_some_and(|authority| {
        let name = authority.host();
        let address = name.trim_start_matches('[').trim_end_matches(']');
        name.eq_ignore_ascii_case("localhost") || address.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
    })
}

fn authorised(app: &App, headers: &HeaderMap) -> Result<(), Problem> {
    let Some(expected) = &app.token else {
        return Err(Problem::new(
            StatusCode::FORBIDDEN,
            "nothing can be changed here: no token is configured (token-file of [serve], or TOUCHLINE_SERVE_TOKEN)",
        ));
    };
    let given = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.as_bytes().split_first_chunk::<7>())
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case(b"bearer "))
        .map(|(_, token)| token);
    // Hashes are of one length, and comparing them takes one time, whatever the token.
    let is_right = given.is_some_and(|token| is_equal(&Sha256::digest(token.trim_ascii()).into(), expected));
    if is_right {
        Ok(())
    } else {
        Err(Problem::new(
            StatusCode::UNAUTHORIZED,
            "this needs the header `Authorization: Bearer TOKEN` with the right token",
        ))
    }
}

fn is_equal(one: &[u8; 32], other: &[u8; 32]) -> bool {
    bool::from(one.as_slice().ct_eq(other.as_slice()))
}
