use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::domain::{ModelVersion, RegisteredModel, Run};

/// What trains, waits and has been trained? Runs that fetch, settle or forecast are left out.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Training {
    /// The run that a worker holds.
    pub running: Option<Run>,
    /// Runs that wait, the next first.
    pub queued: Vec<Run>,
    /// The last finished run.
    pub last: Option<Run>,
    /// When the schedule asks for the next run (UTC); none without a schedule.
    pub next_scheduled_at: Option<DateTime<Utc>>,
    /// Finished runs, the latest first, at most 50.
    pub history: Vec<Run>,
    /// The latest model versions, the newest first, at most 20.
    pub models: Vec<RegisteredModel>,
    /// The champion, and where a rollback leads from it; none where no champion came before it.
    pub rollback: Option<Rollback>,
}

/// Where a rollback leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rollback {
    /// The champion.
    pub from: ModelVersion,
    /// The champion before it.
    pub to: ModelVersion,
}
