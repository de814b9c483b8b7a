//! A version in the registry, without its parameters.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{ModelStatus, ModelVersion, RunScores, SafeText};

/// A registered model version.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RegisteredModel {
    /// Row.
    #[serde(skip)]
    pub id: i64,
    /// Its name.
    pub version: ModelVersion,
    /// Where it stands.
    pub status: ModelStatus,
    /// When its training finished (engine clock).
    pub trained_at: DateTime<Utc>,
    /// When it last became champion (engine clock).
    pub promoted_at: Option<DateTime<Utc>>,
    /// Leagues that it serves.
    pub leagues: u32,
    /// Matches that it was fitted on.
    pub matches: u64,
    /// Scores of its walk-forward evaluation.
    pub scores: Option<RunScores>,
    /// SHA-256 of the matches it was fitted on, hexadecimal.
    pub data_hash: String,
    /// The program that fitted it.
    pub code_version: String,
    /// Seed of whatever was drawn.
    pub seed: i64,
    /// What a gate said of it last, in one sentence; none of versions that never stood before one.
    pub gate_sentence: Option<SafeText>,
}
