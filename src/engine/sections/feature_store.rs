use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::domain::SafeText;

/// The online feature store.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FeatureStore {
    /// `redis`, or `memory`: then each process has its own.
    pub backend: SafeText,
    /// It answers.
    pub reachable: bool,
    /// Round trip of the smallest question, milliseconds; none where there is no wire, or no answer.
    pub latency_ms: Option<f64>,
    /// Version of its server.
    pub version: Option<SafeText>,
    /// Why it does not answer, and what that means; never holds a secret.
    pub error: Option<SafeText>,
    /// When this engine asks again, on the wall clock (UTC).
    pub next_attempt: Option<DateTime<Utc>>,
    /// Hours that the counts below look back (engine clock).
    pub window_hours: u32,
    /// Lookups of all processes, whatever their outcome.
    pub lookups: u64,
    /// Share of lookups that hit, `0..=1`; none without lookups.
    pub hit_rate: Option<f64>,
    /// The lookups by outcome.
    pub outcomes: LookupOutcomes,
    /// Values that were read from the database instead.
    pub fallbacks: u64,
    /// Records that could not be written.
    pub unwritten: u64,
}

/// Lookups by outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct LookupOutcomes {
    /// There and current.
    pub hit: u64,
    /// Not there.
    pub miss: u64,
    /// There, but too old or of another state than the database's.
    pub expired: u64,
    /// Not answered, or unreadable.
    pub error: u64,
}
