use chrono::{DateTime, TimeDelta, Utc};

use super::exposition::{Exposition, Kind};
use crate::engine::{Registry, System};

pub(super) fn write(out: &mut Exposition, system: &System, as_of: Option<DateTime<Utc>>) {
    let uptime = i64::try_from(system.uptime_s).unwrap_or(i64::MAX);
    let started = as_of.zip(TimeDelta::try_seconds(uptime)).map(|(at, up)| at - up);
    out.gauge("touchline_start_timestamp_seconds", "When this program was started.")
        .moment(&[], started);
    out.gauge("touchline_workers", "Workers with a sign of life in the last 30 s.")
        .sample(&[], f64::from(system.worker.alive));
    out.gauge(
        "touchline_worker_last_heartbeat_timestamp_seconds",
        "The latest sign of life of any worker.",
    )
    .moment(&[], system.worker.last_heartbeat_at);
    out.gauge(
        "touchline_predictions_today",
        "Live predictions made since midnight UTC.",
    )
    .sample(&[], system.predictions_today as f64);
    out.gauge("touchline_matchday_fixtures", "Matches that begin within 24 h.")
        .sample(&[], system.matchday.fixtures as f64);
    out.gauge(
        "touchline_matchday_predicted",
        "Matches that begin within 24 h and have a live prediction.",
    )
    .sample(&[], system.matchday.predicted as f64);
    out.gauge(
        "touchline_downloads_failing",
        "Downloads that failed three times in a row or more.",
    )
    .sample(&[], system.failing_downloads.len() as f64);
    out.gauge(
        "touchline_database_latency_seconds",
        "Round trip of the smallest query.",
    )
    .sample(&[], system.database.latency_ms / 1e3);
    out.gauge("touchline_database_size_bytes", "Size of the database on disk.")
        .sample(&[], system.database.size_bytes.map(|bytes| bytes as f64));
    let polls = &system.response_time_ms;
    out.family(
        "touchline_poll_duration_seconds",
        Kind::Summary,
        "How long this program's own looks at the database take, of the last 512.",
    )
    .sample(&[("quantile", "0.5")], polls.p50.map(|ms| ms / 1e3))
    .sample(&[("quantile", "0.95")], polls.p95.map(|ms| ms / 1e3))
    .suffixed("_count", &[], polls.n as f64);
    features(out, system);
    registry(out, &system.registry);
}

fn features(out: &mut Exposition, system: &System) {
    let store = &system.feature_store;
    out.gauge(
        "touchline_feature_store_up",
        "1 where the online feature store answers.",
    )
    .flag(&[("backend", store.backend.as_str())], store.reachable);
    out.gauge(
        "touchline_feature_lookups",
        "Lookups of all processes over the last 24 hours, by outcome.",
    )
    .sample(&[("outcome", "hit")], store.outcomes.hit as f64)
    .sample(&[("outcome", "miss")], store.outcomes.miss as f64)
    .sample(&[("outcome", "expired")], store.outcomes.expired as f64)
    .sample(&[("outcome", "error")], store.outcomes.error as f64);
}

fn registry(out: &mut Exposition, registry: &Registry) {
    let up = registry.reachable.map(|up| f64::from(u8::from(up)));
    out.gauge(
        "touchline_registry_up",
        "1 where MLflow answers; no series where none is configured.",
    )
    .sample(&[], up);
    out.gauge("touchline_registry_versions", "Model versions that are registered.")
        .sample(&[], registry.versions as f64);
    out.gauge(
        "touchline_registry_outbox_pending",
        "Steps that MLflow is still to be told.",
    )
    .sample(&[], registry.outbox_pending as f64);
    out.gauge(
        "touchline_registry_outbox_oldest_timestamp_seconds",
        "Since when the oldest of these steps waits.",
    )
    .moment(&[], registry.oldest_pending_at);
    out.gauge(
        "touchline_registry_outbox_refused",
        "Steps that MLflow refused for good.",
    )
    .sample(&[], registry.outbox_refused as f64);
    out.gauge(
        "touchline_registry_alias_mismatch_timestamp_seconds",
        "When an alias was last found moved by someone else.",
    )
    .moment(&[], registry.alias_mismatch.as_ref().map(|mismatch| mismatch.at));
}
