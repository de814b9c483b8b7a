use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::domain::{LeagueCode, ModelVersion, RunKind, RunState, SafeText, Stage};

/// What trains, waits and has been trained?
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
}

/// One training run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Run {
    /// Its number.
    pub id: i64,
    /// What it does.
    pub kind: RunKind,
    /// The only league it refits; none is all leagues.
    pub league: Option<LeagueCode>,
    /// Where it stands.
    pub state: RunState,
    /// What it is doing, or did last.
    pub stage: Option<Stage>,
    /// Share of its work that is done, `0..=1`.
    pub progress: f64,
    /// Who asked for it: `user@host`, or `schedule`.
    pub requested_by: SafeText,
    /// When it was asked for (UTC, engine clock).
    pub requested_at: DateTime<Utc>,
    /// How often a worker took it; the fencing token of its writes.
    pub attempt: i64,
    /// When a worker first took it (UTC, engine clock).
    pub started_at: Option<DateTime<Utc>>,
    /// When it came to its end (UTC, engine clock).
    pub finished_at: Option<DateTime<Utc>>,
    /// Estimated seconds to its end.
    pub eta_s: Option<f64>,
    /// An operator asked to stop it.
    pub cancel_requested: bool,
    /// What it is doing, or why it ended as it did.
    pub message: SafeText,
    /// The league being fitted.
    pub current_league: Option<LeagueCode>,
    /// Leagues fitted, and in all.
    pub leagues_done: u32,
    /// Leagues in all.
    pub leagues_total: u32,
    /// Penalised log-likelihood by iteration of the league fitted last.
    pub log_likelihood: Vec<f64>,
    /// The model version it registered.
    pub model_version: Option<ModelVersion>,
    /// Scores of its walk-forward evaluation.
    pub scores: Option<RunScores>,
}

/// Mean log loss of a walk-forward evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct RunScores {
    /// Of the model.
    pub log_loss: f64,
    /// Standard error of `log_loss`.
    pub se: f64,
    /// Rows.
    pub n: u64,
    /// Of the model, on the rows that have odds.
    pub log_loss_with_market: Option<f64>,
    /// Of the market, on the rows that have odds.
    pub market: Option<f64>,
    /// Rows that have odds.
    pub n_market: u64,
    /// Of climatology, on all rows.
    pub climatology: f64,
}
