//! Trainings: one, the past ones, and whether another is due.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::reading::Reading;
use crate::{
    domain::{Run, RunScores, RunState, Stage, Verdict},
    engine::Snapshot,
};

/// `GET /api/tasks/{id}`
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(in crate::server) struct TaskAnswer {
    data: TaskRow,
    success: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct TaskRow {
    /// The run's number.
    task_id: String,
    /// `queued`, `running`, `completed`, `failed` or `cancelled`.
    status: &'static str,
    /// Percent.
    progress: f64,
    /// What it does: `extract`, `validate`, `fit`, `calibrate`, `evaluate`, `register` or `promote`; null before.
    phase: Option<String>,
    /// What it is doing, or why it ended as it did.
    message: String,
    /// What it came to; null until it is completed.
    result: Option<Outcome>,
    /// Why it failed; null otherwise.
    error: Option<String>,
    started_at: Option<DateTime<Utc>>,
    completed_at: Option<DateTime<Utc>>,
    requested_by: String,
    /// Estimated seconds to its end.
    eta_seconds: Option<f64>,
    /// How often a worker took it.
    attempt: i64,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = TaskOutcome)]
#[serde(rename_all = "camelCase")]
struct Outcome {
    /// The version that it registered.
    version: Option<String>,
    /// Of its walk-forward evaluation.
    #[schema(value_type = Object)]
    scores: Option<RunScores>,
}

pub(in crate::server) fn task(run: &Run) -> TaskAnswer {
    let ended = |state| run.state == state;
    TaskAnswer {
        data: TaskRow {
            task_id: run.id.to_string(),
            status: word(run.state),
            progress: (1000.0 * run.progress).round() / 10.0,
            phase: run.stage.map(|stage| Stage::as_str(stage).to_owned()),
            message: run.message.to_string(),
            result: ended(RunState::Succeeded).then(|| Outcome {
                version: run.model_version.as_ref().map(ToString::to_string),
                scores: run.scores,
            }),
            error: ended(RunState::Failed).then(|| run.message.to_string()),
            started_at: run.started_at,
            completed_at: run.finished_at,
            requested_by: run.requested_by.to_string(),
            eta_seconds: run.eta_s,
            attempt: run.attempt,
        },
        success: true,
    }
}

/// As the older service calls it.
pub(in crate::server) const fn word(state: RunState) -> &'static str {
    match state {
        RunState::Queued => "queued",
        RunState::Running => "running",
        RunState::Succeeded => "completed",
        RunState::Failed => "failed",
        RunState::Cancelled => "cancelled",
    }
}

/// `GET /api/model/training-history`
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(in crate::server) struct HistoryAnswer {
    success: bool,
    /// Finished trainings, the latest first.
    data: Vec<Past>,
    count: usize,
    /// How far this can be believed.
    reading: Reading,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Past {
    id: String,
    /// The version that it registered.
    model_id: Option<String>,
    run_type: &'static str,
    /// `completed`, `failed` or `cancelled`.
    status: &'static str,
    /// The same.
    training_status: &'static str,
    started_at: Option<DateTime<Utc>>,
    completed_at: Option<DateTime<Utc>>,
    /// Matches that its evaluation scored.
    match_count: Option<u64>,
    /// Null: all that is stored, weighted by age.
    date_from: Option<DateTime<Utc>>,
    /// Null, as `dateFrom`.
    date_to: Option<DateTime<Utc>>,
    /// Null: the evaluation of a version is told as log loss.
    brier_score: Option<f64>,
    log_loss: Option<f64>,
    validation_accuracy: Option<f64>,
    /// Why it failed; null otherwise.
    error_message: Option<String>,
    /// Minutes.
    duration: Option<f64>,
}

pub(in crate::server) fn history(snapshot: &Snapshot, limit: usize) -> HistoryAnswer {
    let training = &snapshot.sections.training;
    let runs = training.value.iter().flat_map(|training| &training.history);
    let data: Vec<Past> = runs.take(limit).map(past).collect();
    HistoryAnswer {
        success: training.value.is_some(),
        count: data.len(),
        data,
        reading: Reading::from(training),
    }
}

fn past(run: &Run) -> Past {
    let minutes = |(from, to): (DateTime<Utc>, DateTime<Utc>)| (to - from).as_seconds_f64() / 60.0;
    Past {
        id: run.id.to_string(),
        model_id: run.model_version.as_ref().map(ToString::to_string),
        run_type: if run.league.is_some() { "league" } else { "full" },
        status: word(run.state),
        training_status: word(run.state),
        started_at: run.started_at,
        completed_at: run.finished_at,
        match_count: run.scores.map(|scores| scores.n),
        date_from: None,
        date_to: None,
        brier_score: None,
        log_loss: run.scores.map(|scores| scores.log_loss),
        validation_accuracy: None,
        error_message: (run.state == RunState::Failed).then(|| run.message.to_string()),
        duration: run.started_at.zip(run.finished_at).map(minutes),
    }
}

/// `GET /api/training/automated/status`
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(in crate::server) struct AutomatedAnswer {
    success: bool,
    /// There is no champion, it is older than 8 days and 12 hours, or a league drifts highly.
    should_retrain: bool,
    current_model: CurrentModel,
    /// Why, in words; empty where no training is due.
    reasons: Vec<String>,
    /// When the schedule asks for the next training.
    next_scheduled_at: Option<DateTime<Utc>>,
    /// Somebody keeps the schedule.
    schedule_kept: bool,
    /// Number of the training that runs.
    running: Option<String>,
    /// Trainings that wait.
    queued: usize,
    /// How far this can be believed.
    reading: Reading,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, ToSchema)]
struct CurrentModel {
    version: Option<String>,
    /// Of what was published over the window of model health, `0..=2`.
    brier_score: Option<f64>,
    last_trained: Option<DateTime<Utc>>,
    days_since_training: Option<i64>,
}

/// A weekly training that has not come after a week and a half day more was missed.
const OLD: chrono::TimeDelta = chrono::TimeDelta::hours(8 * 24 + 12);

pub(in crate::server) fn automated(snapshot: &Snapshot) -> AutomatedAnswer {
    let (health, section) = (
        snapshot.sections.model_health.value.as_ref(),
        &snapshot.sections.training,
    );
    let training = section.value.as_ref();
    let champion = health.and_then(|health| health.champion.as_ref());
    let age = champion.map(|champion| snapshot.clock.now - champion.trained_at);
    let reasons = reasons(snapshot, age);
    AutomatedAnswer {
        success: health.is_some() && training.is_some(),
        should_retrain: !reasons.is_empty(),
        current_model: CurrentModel {
            version: champion.map(|champion| champion.version.to_string()),
            brier_score: health
                .and_then(|health| health.scores)
                .map(|scores| scores.brier.published),
            last_trained: champion.map(|champion| champion.trained_at),
            days_since_training: age.map(|age| age.num_days()),
        },
        reasons,
        next_scheduled_at: training.and_then(|training| training.next_scheduled_at),
        schedule_kept: training.is_some_and(|training| training.schedule_keeper.is_some()),
        running: training
            .and_then(|training| training.running.as_ref())
            .map(|run| run.id.to_string()),
        queued: training.map_or(0, |training| training.queued.len()),
        reading: Reading::from(section),
    }
}

fn reasons(snapshot: &Snapshot, age: Option<chrono::TimeDelta>) -> Vec<String> {
    let mut reasons = Vec::new();
    match age {
        None => reasons.push("there is no champion".to_owned()),
        Some(age) if age > OLD => reasons.push(format!("the champion is {} days old", age.num_days())),
        Some(_) => {}
    }
    let drift = snapshot.sections.league_drift.value.iter().flatten();
    let high = drift.filter(|league| league.verdict == Verdict::High);
    reasons.extend(high.map(|league| format!("the drift of {} is high", league.league)));
    reasons
}
