use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::{
    domain::{Decision, ModelVersion, RegisteredModel, Run, SafeText},
    store::Freeze,
};

/// What trains, waits and has been trained? Runs that fetch, settle or forecast are left out.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Training {
    /// The run that a worker holds.
    pub running: Option<Run>,
    /// Runs that wait, the next first.
    pub queued: Vec<Run>,
    /// The last finished run.
    pub last: Option<Run>,
    /// What its gate said, with every check; none of a run that came to no gate.
    pub last_decision: Option<GateDecision>,
    /// When the schedule asks for the next run (UTC); none without a schedule.
    pub next_scheduled_at: Option<DateTime<Utc>>,
    /// The worker that keeps the schedule; none asks for anything otherwise.
    pub schedule_keeper: Option<SafeText>,
    /// Finished runs, the latest first, at most 50.
    pub history: Vec<Run>,
    /// The latest model versions, the newest first, at most 20.
    pub models: Vec<RegisteredModel>,
    /// The champion, and where a rollback leads from it; none where no champion came before it.
    pub rollback: Option<Rollback>,
    /// Who forbade gates to change the champion, if anyone did.
    pub champion_freeze: Option<Freeze>,
    /// The newest version that may become champion, if there is one.
    pub challenger: Option<Challenger>,
}

/// A version that is not served and may become champion.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Challenger {
    /// The version.
    pub version: ModelVersion,
    /// What a gate said of it last.
    pub decision: Option<GateDecision>,
    /// What it said of live fixtures, held against what was published; none before the first of them is over.
    pub shadow: Option<ShadowEvidence>,
}

/// A decision of a gate.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GateDecision {
    /// When (engine clock).
    pub at: DateTime<Utc>,
    /// The gate, its outcome, its checks and its sentence.
    #[serde(flatten)]
    pub decision: Decision,
}

/// How a challenger fares on live fixtures.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ShadowEvidence {
    /// Matches that both have forecast and that are over.
    pub n: u64,
    /// Evidence that the challenger is better, 1 at the start; 20 is asked for.
    pub e_value: f64,
}

/// Where a rollback leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rollback {
    /// The champion.
    pub from: ModelVersion,
    /// The champion before it.
    pub to: ModelVersion,
}
