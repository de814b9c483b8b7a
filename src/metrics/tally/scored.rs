use serde::{Deserialize, Serialize};

use crate::{
    domain::{Outcome, Probabilities},
    metrics::{Moments, brier, is_clipped, is_hit, log_loss, rps},
};

/// Scores of one forecaster.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Scored {
    /// Log loss, nats.
    pub log_loss: Moments,
    /// Brier score, `0..=2`.
    pub brier: Moments,
    /// Ranked probability score, `0..=1`.
    pub rps: Moments,
    /// Matches whose favourite came in.
    pub hits: u64,
    /// Matches whose outcome had a probability below the clip of log loss.
    pub clipped: u64,
}

/// All scores of one forecast.
pub(super) struct SingleScore {
    pub(super) log_loss: f64,
    pub(super) brier: f64,
    rps: f64,
    hit: bool,
    clipped: bool,
}

impl SingleScore {
    pub(super) fn of(p: Probabilities, outcome: Outcome) -> Self {
        Self {
            log_loss: log_loss(p, outcome),
            brier: brier(p, outcome),
            rps: rps(p, outcome),
            hit: is_hit(p, outcome),
            clipped: is_clipped(p, outcome),
        }
    }
}

impl Scored {
    pub(super) fn add(&mut self, score: &SingleScore) {
        self.log_loss.add(score.log_loss);
        self.brier.add(score.brier);
        self.rps.add(score.rps);
        self.hits += u64::from(score.hit);
        self.clipped += u64::from(score.clipped);
    }
}
