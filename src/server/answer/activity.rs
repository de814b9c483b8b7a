//! `GET /api/system/activity`

use std::cmp::Reverse;

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::{reading::Reading, runs::word};
use crate::engine::{Alert, AuditRecord, Run, Snapshot};

/// Entries that are told.
const MOST: usize = 100;

/// What happened lately, the latest first: trainings, actions and alerts.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(in crate::server) struct ActivityAnswer {
    data: Vec<Event>,
    success: bool,
    count: usize,
    /// How far trainings can be believed.
    reading: Reading,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
struct Event {
    at: DateTime<Utc>,
    /// `training`, `action` or `alert`.
    kind: &'static str,
    /// The run, the action or the rule.
    subject: String,
    /// How it stands.
    status: String,
    /// Who asked for it.
    by: Option<String>,
    /// What came of it, in words.
    message: String,
}

pub(in crate::server) fn activity(snapshot: &Snapshot) -> ActivityAnswer {
    let sections = &snapshot.sections;
    let training = sections.training.value.iter();
    let runs = training
        .flat_map(|of| of.running.iter().chain(&of.queued).chain(&of.history))
        .map(run);
    let actions = sections
        .system
        .value
        .iter()
        .flat_map(|system| &system.audit)
        .map(action);
    let alerts = sections.alerts.value.iter().flatten().map(alert);
    let mut data: Vec<Event> = runs.chain(actions).chain(alerts).collect();
    data.sort_by_key(|event| Reverse(event.at));
    data.truncate(MOST);
    ActivityAnswer {
        success: sections.training.value.is_some() && sections.system.value.is_some(),
        count: data.len(),
        data,
        reading: Reading::from(&sections.training),
    }
}

fn run(run: &Run) -> Event {
    Event {
        at: run.finished_at.or(run.started_at).unwrap_or(run.requested_at),
        kind: "training",
        subject: format!("#{}", run.id),
        status: word(run.state).to_owned(),
        by: Some(run.requested_by.to_string()),
        message: run.message.to_string(),
    }
}

fn action(record: &AuditRecord) -> Event {
    Event {
        at: record.at,
        kind: "action",
        subject: format!("{} {}", record.action, record.target),
        status: record
            .outcome
            .as_ref()
            .map_or_else(|| "not finished".to_owned(), ToString::to_string),
        by: Some(record.actor.to_string()),
        message: record.detail.as_ref().map_or_else(String::new, ToString::to_string),
    }
}

fn alert(alert: &Alert) -> Event {
    Event {
        at: alert.since,
        kind: "alert",
        subject: alert.rule.to_string(),
        status: alert.severity.as_str().to_owned(),
        by: alert.acknowledged_by.as_ref().map(ToString::to_string),
        message: alert.sentence.to_string(),
    }
}
