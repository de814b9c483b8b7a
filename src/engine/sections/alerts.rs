use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::{
    domain::{SafeText, Severity},
    store::Silence,
};

/// Whether an alert's condition holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertState {
    /// It holds.
    Firing,
    /// It held, was grave, and is over without anyone having acknowledged it: it stays until someone has.
    Latched,
}

/// Something that deserves attention now, or did until someone acknowledged it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Alert {
    /// Name of the rule, in kebab-case, with its subject: `league-drift E2`.
    pub rule: SafeText,
    /// How much it matters.
    pub severity: Severity,
    /// Whether its condition holds.
    pub state: AlertState,
    /// When it began, on the wall clock (UTC): when the first monitor on this database saw it, or this engine where that is not
    /// known.
    pub since: DateTime<Utc>,
    /// What is wrong, in one sentence.
    pub sentence: SafeText,
    /// Who has seen it as grave as it is, `user@host`. It ends when the alert does, or becomes graver.
    pub acknowledged_by: Option<SafeText>,
    /// When, on the wall clock (UTC).
    pub acknowledged_at: Option<DateTime<Utc>>,
    /// Who has silenced it, until when and why: it leads nothing, and nobody is told of it.
    pub silenced: Option<Silence>,
}

impl Alert {
    /// Someone has seen it.
    #[must_use]
    pub const fn is_acknowledged(&self) -> bool {
        self.acknowledged_by.is_some()
    }

    /// It calls nobody: someone has seen it, or has silenced it.
    #[must_use]
    pub const fn is_quiet(&self) -> bool {
        self.is_acknowledged() || self.silenced.is_some()
    }
}
