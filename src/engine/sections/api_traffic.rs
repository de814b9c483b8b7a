use serde::Serialize;

use crate::domain::SafeText;

/// Upper bounds of the buckets of request times, seconds: those of the OpenTelemetry conventions for HTTP servers.
pub const BUCKETS_S: [f64; 14] = [
    0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0,
];

/// What an HTTP API has answered since it began.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ApiTraffic {
    /// Requests answered.
    pub requests: u64,
    /// Median time of the last ones, milliseconds.
    pub p50_ms: Option<f64>,
    /// Nineteen of twenty lie below, milliseconds.
    pub p95_ms: Option<f64>,
    /// Ninety-nine of a hundred lie below, milliseconds.
    pub p99_ms: Option<f64>,
    /// By method, route and status.
    pub routes: Vec<RouteTimes>,
}

/// Times of the requests of one method, route and status.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RouteTimes {
    /// `GET`, `POST`, or `other`.
    pub method: SafeText,
    /// Template of the route, such as `/api/tasks/{id}`; `other` for paths that are not served.
    pub route: SafeText,
    /// HTTP status.
    pub status: u16,
    /// Requests.
    pub count: u64,
    /// Their times in sum, seconds.
    pub sum_s: f64,
    /// How many took at most each of [`BUCKETS_S`].
    pub buckets: Vec<u64>,
}
