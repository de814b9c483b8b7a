use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{ApiTraffic, FeatureStore};
use crate::{
    domain::{ModelVersion, SafeText},
    store::{AlertOutboxState, AuditRecord, Count, FailingDownload, LostLeases, Matchday},
};

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
    /// What the receiver of alerts is still to be told; none where there is no receiver.
    pub alert_outbox: Option<AlertOutboxState>,
    /// The workers, in sum.
    pub worker: Worker,
    /// The workers one by one: those alive first, then those that gave a sign of life within a day.
    pub workers: Vec<WorkerProcess>,
    /// The champion.
    pub model_version: Option<ModelVersion>,
    /// Live predictions made since midnight UTC, engine clock.
    pub predictions_today: u64,
    /// What is played within a day, and what is published of it.
    pub matchday: Matchday,
    /// Runs whose worker died, hung or was cut off.
    pub lost_leases: LostLeases,
    /// Downloads that failed three times in a row or more, the worst first.
    pub failing_downloads: Vec<FailingDownload>,
    /// How often things have happened.
    pub counts: Vec<Count>,
    /// How long this engine's own polls take.
    pub response_time_ms: ResponseTime,
    /// What the HTTP API of this process has answered; none where none is served.
    pub api: Option<ApiTraffic>,
    /// What operators did, the latest first, at most 50.
    pub audit: Vec<AuditRecord>,
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
    /// Where it is, without any secret.
    pub location: SafeText,
    /// MLflow answers and lets us in; none before it was asked, and where the database is all there is.
    pub reachable: Option<bool>,
    /// How long MLflow took to say so, milliseconds.
    pub latency_ms: Option<f64>,
    /// MLflow's version.
    pub version: Option<SafeText>,
    /// Model versions registered, in the database.
    pub versions: u64,
    /// Steps that MLflow is still to be told.
    pub outbox_pending: u64,
    /// Since when the oldest of them waits, on the wall clock (UTC).
    pub oldest_pending_at: Option<DateTime<Utc>>,
    /// Steps that MLflow refused for good; they are set aside until the next worker starts.
    pub outbox_refused: u64,
    /// Why MLflow cannot be used or told; never holds a secret.
    pub last_error: Option<SafeText>,
    /// When that is tried again, on the wall clock (UTC).
    pub next_attempt_at: Option<DateTime<Utc>>,
    /// The last alias that someone else has moved; it was put back.
    pub alias_mismatch: Option<AliasMismatch>,
    /// How it stands, and what that means for an operator.
    pub sentence: SafeText,
}

impl Registry {
    /// MLflow has been asked, or there is none to ask.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.reachable.is_some() || self.backend.as_str() == "database"
    }
}

/// An alias that was found elsewhere than it was set from here.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AliasMismatch {
    /// `champion` or `challenger`.
    pub alias: SafeText,
    /// The version that it was set to from here then.
    pub from: Option<SafeText>,
    /// Where it was found; none where it was taken away.
    pub to: Option<SafeText>,
    /// When, on the wall clock (UTC).
    pub at: DateTime<Utc>,
    /// How often that has happened.
    pub times: u64,
}

/// The workers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Worker {
    /// Workers with a heartbeat in the last 30 s.
    pub alive: u32,
    /// The latest heartbeat of any worker, on the wall clock (UTC).
    pub last_heartbeat_at: Option<DateTime<Utc>>,
}

/// One worker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WorkerProcess {
    /// Its name.
    pub id: SafeText,
    /// The host that it runs on, where its name tells it.
    pub host: Option<SafeText>,
    /// It gave a sign of life in the last 30 s.
    pub alive: bool,
    /// Its first sign of life, on the wall clock (UTC).
    pub started_at: DateTime<Utc>,
    /// Its last one, on the wall clock (UTC).
    pub heartbeat_at: DateTime<Utc>,
    /// The run that it holds.
    pub run: Option<i64>,
    /// It asks for the runs of the schedule; of all workers one does.
    pub keeps_schedule: bool,
}

/// How long this engine's own polls take.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ResponseTime {
    /// Median, milliseconds.
    pub p50: Option<f64>,
    /// Nineteen of twenty lie below, milliseconds.
    pub p95: Option<f64>,
    /// Polls measured, at most the last 512.
    pub n: u64,
    /// p95 of each of the last 60 minutes, milliseconds: the oldest first, the last one not over; none of a minute in which
    /// nothing was polled.
    pub history: Vec<Option<f64>>,
}
