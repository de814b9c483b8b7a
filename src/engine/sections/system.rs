use chrono::{DateTime, Utc};
use serde::Serialize;

use super::FeatureStore;
use crate::domain::{ModelVersion, SafeText};

/// Are the parts of the system up?
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct System {
    /// Seconds since this engine was opened.
    pub uptime_s: u64,
    /// The database.
    pub database: Database,
    /// The online feature store.
    pub feature_store: FeatureStore,
    /// The model registry.
    pub registry: Registry,
    /// The workers.
    pub worker: Worker,
    /// The champion.
    pub model_version: Option<ModelVersion>,
    /// Live predictions made since midnight UTC, engine clock.
    pub predictions_today: u64,
    /// How long this engine's own polls take.
    pub response_time_ms: ResponseTime,
}

/// The database.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Database {
    /// `sqlite` or `postgresql`.
    pub backend: SafeText,
    /// Its server's version.
    pub version: SafeText,
    /// Where it is, without any secret.
    pub location: SafeText,
    /// Round trip of the smallest query, milliseconds.
    pub latency_ms: f64,
    /// Bytes on disk, where known.
    pub size_bytes: Option<u64>,
}

/// The model registry.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Registry {
    /// `database` or `mlflow`.
    pub backend: SafeText,
    /// Model versions registered.
    pub versions: u64,
}

/// The workers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Worker {
    /// Workers with a heartbeat in the last 30 s.
    pub alive: u32,
    /// The latest heartbeat of any worker, on the wall clock (UTC).
    pub last_heartbeat_at: Option<DateTime<Utc>>,
}

/// How long this engine's own polls take.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ResponseTime {
    /// Median, milliseconds.
    pub p50: Option<f64>,
    /// Nineteen of twenty lie below, milliseconds.
    pub p95: Option<f64>,
    /// Polls measured, at most the last 512.
    pub n: u64,
}
