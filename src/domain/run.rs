//! Training runs, which are also the jobs of the queue.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{BlendVerdict, CalibrationStep, LeagueCode, ModelVersion, SafeText, words::words};

words! {
    /// What a run does.
    RunKind {
        /// Fits, evaluates and registers a model version, and promotes it where its gate lets it pass.
        Train = "train",
        /// Asks the sources for what is new.
        Fetch = "fetch",
        /// Scores predictions whose results came in, and judges the drift anew.
        Settle = "settle",
        /// Forecasts the coming fixtures that have no forecast yet.
        Forecast = "forecast",
    }
}

words! {
    /// Whose specification a training fits.
    RunBasis {
        /// That of the configuration.
        Configured = "configured",
        /// The champion's, on newer data.
        Champion = "champion",
    }
}

words! {
    /// Where a run stands.
    RunState {
        /// Waits for a worker.
        Queued = "queued",
        /// A worker holds its lease.
        Running = "running",
        /// Finished with its effects in place.
        Succeeded = "succeeded",
        /// Finished without them; the message says why.
        Failed = "failed",
        /// An operator stopped it.
        Cancelled = "cancelled",
    }
}

impl RunState {
    /// Nothing happens to it any more.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Succeeded | Self::Failed | Self::Cancelled)
    }
}

words! {
    /// Steps of a training run, in order. Each leaves a checkpoint for the next.
    Stage {
        /// Reads matches and odds.
        Extract = "extract",
        /// Refuses data that no model should be fitted on.
        Validate = "validate",
        /// Fits each league.
        Fit = "fit",
        /// Walks forward through past seasons with weekly refits, and learns calibration and pool from it.
        Calibrate = "calibrate",
        /// Scores what would have been published, and lets the gate judge.
        Evaluate = "evaluate",
        /// Writes the model version and its walk-forward forecasts.
        Register = "register",
        /// Makes it the champion where the gate lets it pass, and forecasts the coming fixtures.
        Promote = "promote",
    }
}

impl Stage {
    /// All, in order.
    pub const ALL: [Self; 7] = [
        Self::Extract,
        Self::Validate,
        Self::Fit,
        Self::Calibrate,
        Self::Evaluate,
        Self::Register,
        Self::Promote,
    ];
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
    /// Whose specification it fits.
    pub basis: RunBasis,
    /// The occurrence of the schedule that asked for it; none is by hand.
    pub slot: Option<SafeText>,
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
    /// How often it failed for a passing reason, or its worker died.
    pub failures: i64,
    /// Not before (UTC); after a failure that may pass.
    pub run_at: Option<DateTime<Utc>>,
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
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RunScores {
    /// Of the model.
    pub log_loss: f64,
    /// Standard error of `log_loss`; none of a single row.
    pub se: Option<f64>,
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
    /// Of what would have been published; none of runs before there was a pool.
    #[serde(default)]
    pub published: Option<PublishedScores>,
}

/// What an evaluation found of the published probabilities.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PublishedScores {
    /// Mean log loss on all rows.
    pub log_loss: f64,
    /// How the model's own are calibrated now.
    pub calibration: CalibrationStep,
    /// The pool beside the market; none without rows that have odds.
    pub blend: Option<BlendVerdict>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_back() {
        for state in [
            RunState::Queued,
            RunState::Running,
            RunState::Succeeded,
            RunState::Failed,
            RunState::Cancelled,
        ] {
            assert_eq!(state.as_str().parse::<RunState>().unwrap(), state);
            assert_eq!(serde_json::to_value(state).unwrap(), state.as_str());
        }
        assert_eq!(
            "paused".parse::<RunState>().unwrap_err().to_string(),
            r#""paused" is no RunState"#
        );
    }
}
