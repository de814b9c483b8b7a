//! Is the system up?

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::reading::Reading;
use crate::engine::{Database, FeatureStore, Registry, Snapshot, System};

/// `GET /health`
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(in crate::server) struct Health {
    /// `healthy`, or `degraded` where the database cannot be read.
    status: &'static str,
    /// `connected`, or `disconnected: ` and why.
    database: String,
    /// Version of this program.
    version: &'static str,
    /// `ok`, `watch`, `degraded` or `unknown`: the worst of all sections.
    overall: String,
    /// The same in one sentence.
    headline: String,
    /// The champion.
    model_version: Option<String>,
}

/// Reads the snapshot; the second is whether the database could be read.
pub(in crate::server) fn health(snapshot: &Snapshot) -> (Health, bool) {
    let system = &snapshot.sections.system;
    let up = system.state.is_current();
    let why = system.error.as_ref().map_or("not read yet", |error| error.as_str());
    let champion = system.value.as_ref().and_then(|system| system.model_version.as_ref());
    let health = Health {
        status: if up { "healthy" } else { "degraded" },
        database: if up {
            "connected".to_owned()
        } else {
            format!("disconnected: {why}")
        },
        version: env!("CARGO_PKG_VERSION"),
        overall: snapshot.overall.to_string(),
        headline: snapshot.headline.to_string(),
        model_version: champion.map(ToString::to_string),
    };
    (health, up)
}

/// `GET /api/system/health`
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::server) struct SystemHealth {
    /// `ok`, `watch`, `degraded` or `unknown`: the worst of all sections.
    status: String,
    /// The same in one sentence.
    headline: String,
    /// Seconds since this program was started.
    uptime_seconds: Option<u64>,
    /// Share of lookups in the online feature store that hit, `0..=1`, over 24 h; null without lookups.
    cache_hit_rate: Option<f64>,
    /// How many lookups that is of.
    cache_lookups: Option<u64>,
    /// The champion.
    model_version: Option<String>,
    /// When the last training came to its end.
    last_training: Option<DateTime<Utc>>,
    /// How it ended: `succeeded`, `failed` or `cancelled`.
    last_training_state: Option<String>,
    /// Live predictions since midnight UTC.
    predictions_today: Option<u64>,
    /// How long requests to this API take.
    response_time_ms: Times,
    /// How long this program's own looks at the database take.
    poll_time_ms: Times,
    /// The database.
    #[schema(value_type = Object)]
    database: Option<Database>,
    /// The online feature store.
    #[schema(value_type = Object)]
    feature_store: Option<FeatureStore>,
    /// The model registry.
    #[schema(value_type = Object)]
    registry: Option<Registry>,
    /// Workers alive.
    workers: Option<u32>,
    /// Alerts that fire and that nobody has acknowledged.
    alerts: usize,
    /// How far this can be believed.
    reading: Reading,
}

/// Milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, ToSchema)]
pub(in crate::server) struct Times {
    /// Median.
    p50: Option<f64>,
    /// Nineteen of twenty lie below.
    p95: Option<f64>,
    /// How many were measured.
    n: u64,
}

impl Times {
    fn of_api(system: &System) -> Self {
        system.api.as_ref().map_or_else(Self::default, |api| Self {
            p50: api.p50_ms,
            p95: api.p95_ms,
            n: api.requests,
        })
    }

    fn of_polls(system: &System) -> Self {
        Self {
            p50: system.response_time_ms.p50,
            p95: system.response_time_ms.p95,
            n: system.response_time_ms.n,
        }
    }
}

pub(in crate::server) fn system_health(snapshot: &Snapshot) -> SystemHealth {
    let sections = &snapshot.sections;
    let system = sections.system.value.as_ref();
    let last = sections
        .training
        .value
        .as_ref()
        .and_then(|training| training.last.as_ref());
    let alerts = sections.alerts.value.iter().flatten();
    SystemHealth {
        status: snapshot.overall.to_string(),
        headline: snapshot.headline.to_string(),
        uptime_seconds: system.map(|s| s.uptime_s),
        cache_hit_rate: system.and_then(|s| s.feature_store.hit_rate),
        cache_lookups: system.map(|s| s.feature_store.lookups),
        model_version: system.and_then(|s| s.model_version.as_ref()).map(ToString::to_string),
        last_training: last.and_then(|run| run.finished_at),
        last_training_state: last.map(|run| run.state.to_string()),
        predictions_today: system.map(|s| s.predictions_today),
        response_time_ms: system.map(Times::of_api).unwrap_or_default(),
        poll_time_ms: system.map(Times::of_polls).unwrap_or_default(),
        database: system.map(|s| s.database.clone()),
        feature_store: system.map(|s| s.feature_store.clone()),
        registry: system.map(|s| s.registry.clone()),
        workers: system.map(|s| s.worker.alive),
        alerts: alerts.filter(|alert| !alert.is_quiet()).count(),
        reading: Reading::from(&sections.system),
    }
}

/// `GET /api/system/metrics`
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::server) struct SystemMetrics {
    /// Seconds since this program was started.
    uptime_seconds: Option<u64>,
    /// Requests answered by this API.
    requests: u64,
    /// How long they take.
    response_time_ms: Times,
    /// How long this program's own looks at the database take.
    poll_time_ms: Times,
    /// Round trip of the smallest query, milliseconds.
    database_latency_ms: Option<f64>,
    /// Bytes on disk.
    database_bytes: Option<u64>,
    /// Lookups in the online feature store over 24 h.
    cache_lookups: Option<u64>,
    /// Share of them that hit, `0..=1`.
    cache_hit_rate: Option<f64>,
    /// Live predictions since midnight UTC.
    predictions_today: Option<u64>,
    /// Workers alive.
    workers: Option<u32>,
    /// Steps that MLflow is still to be told.
    registry_outbox_pending: Option<u64>,
    /// How far this can be believed.
    reading: Reading,
}

pub(in crate::server) fn system_metrics(snapshot: &Snapshot) -> SystemMetrics {
    let section = &snapshot.sections.system;
    let system = section.value.as_ref();
    SystemMetrics {
        uptime_seconds: system.map(|s| s.uptime_s),
        requests: system.and_then(|s| s.api.as_ref()).map_or(0, |api| api.requests),
        response_time_ms: system.map(Times::of_api).unwrap_or_default(),
        poll_time_ms: system.map(Times::of_polls).unwrap_or_default(),
        database_latency_ms: system.map(|s| s.database.latency_ms),
        database_bytes: system.and_then(|s| s.database.size_bytes),
        cache_lookups: system.map(|s| s.feature_store.lookups),
        cache_hit_rate: system.and_then(|s| s.feature_store.hit_rate),
        predictions_today: system.map(|s| s.predictions_today),
        workers: system.map(|s| s.worker.alive),
        registry_outbox_pending: system.map(|s| s.registry.outbox_pending),
        reading: Reading::from(section),
    }
}
