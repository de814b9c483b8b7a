use serde::{Deserialize, Serialize};

use super::Settled;
use crate::{
    domain::{Forecast, Outcome, Probabilities},
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

/// All scores of all forecasters of one match.
pub(in crate::metrics) struct MatchScores {
    pub(super) settled: Settled,
    pub(in crate::metrics) published: SingleScore,
    pub(in crate::metrics) model: SingleScore,
    pub(in crate::metrics) market: Option<SingleScore>,
    pub(super) climatology: SingleScore,
}

/// All scores of one forecaster.
pub(in crate::metrics) struct SingleScore {
    pub(in crate::metrics) log_loss: f64,
    pub(in crate::metrics) brier: f64,
    pub(in crate::metrics) rps: f64,
    pub(in crate::metrics) hit: bool,
    clipped: bool,
}

impl MatchScores {
    pub(in crate::metrics) fn of(forecast: &Forecast, settled: Settled) -> Self {
        let scores = |p| SingleScore::of(p, settled.outcome);
        Self {
            settled,
            published: scores(forecast.published),
            model: scores(forecast.model),
            market: forecast.market.map(scores),
            climatology: scores(forecast.climatology),
        }
    }
}

impl SingleScore {
    fn of(p: Probabilities, outcome: Outcome) -> Self {
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
    pub(in crate::metrics) fn add(&mut self, score: &SingleScore) {
        self.log_loss.add(score.log_loss);
        self.brier.add(score.brier);
        self.rps.add(score.rps);
        self.hits += u64::from(score.hit);
        self.clipped += u64::from(score.clipped);
    }
}
