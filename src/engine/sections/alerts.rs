use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::domain::{SafeText, Severity};

/// Whether an alert's condition holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertState {
    /// It holds.
    Firing,
}

/// Something that deserves attention now.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Alert {
    /// Name of the rule, in kebab-case, with its subject: `league-drift E2`.
    pub rule: SafeText,
    /// How much it matters.
    pub severity: Severity,
    /// Whether its condition holds.
    pub state: AlertState,
    /// When this engine first saw it, on the wall clock (UTC).
    pub since: DateTime<Utc>,
    /// What is wrong, in one sentence.
    pub sentence: SafeText,
    /// Who has seen it.
    pub acknowledged_by: Option<SafeText>,
}
