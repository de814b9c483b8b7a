use super::exposition::{Exposition, Kind, bounds};
use crate::engine::{ApiTraffic, BUCKETS_S};

/// The name and the bounds are those of the OpenTelemetry conventions.
pub(super) fn write(out: &mut Exposition, traffic: Option<&ApiTraffic>) {
    let Some(traffic) = traffic else { return };
    let mut times = out.family(
        "http_server_request_duration_seconds",
        Kind::Histogram,
        "How long requests to the HTTP API take.",
    );
    for route in &traffic.routes {
        let status = route.status.to_string();
        let labels = [
            ("http_request_method", route.method.as_str()),
            ("http_route", route.route.as_str()),
            ("http_response_status_code", status.as_str()),
        ];
        let counts = route.buckets.iter().copied().chain([route.count]);
        for (bound, count) in bounds(&BUCKETS_S).zip(counts) {
            let [method, path, status] = labels;
            times.suffixed("_bucket", &[method, path, status, ("le", &bound)], count as f64);
        }
        times
            .suffixed("_sum", &labels, route.sum_s)
            .suffixed("_count", &labels, route.count as f64);
    }
}
