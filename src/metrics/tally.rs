//! The mergeable sufficient statistic of a set of settled forecasts.

use serde::{Deserialize, Serialize};

mod merge;
mod scored;

pub use scored::Scored;
pub(super) use scored::{MatchScores, SingleScore};

use super::{Calibration, Divergence, Moments};
use crate::domain::{ExpectedGoals, Forecast, Outcome, Score};

/// All that is kept of settled forecasts. Tallies form a commutative monoid: [`Tally::default`] is the identity, `+=`
/// merges, and the tally of all rows is the merge of the tallies of its parts, however they are cut.
///
/// Rows with a market and rows without are kept apart, so that forecasters are only ever compared on the same rows.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// Rows that have odds.
    #[serde(default, skip_serializing_if = "Rows::is_empty")]
    pub priced: Rows,
    /// What only rows with odds have.
    #[serde(default, skip_serializing_if = "MarketRows::is_empty")]
    pub market: MarketRows,
    /// Rows that have none.
    #[serde(default, skip_serializing_if = "Rows::is_empty")]
    pub unpriced: Rows,
}

/// What every row has.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Rows {
    /// Rows.
    pub n: u64,
    /// Scores of the published probabilities.
    pub published: Scored,
    /// Scores of the model's own.
    pub model: Scored,
    /// Scores of climatology.
    pub climatology: Scored,
    /// Calibration of the published probabilities.
    pub calibration: Calibration,
    /// Rows that tell their goals.
    pub goals_n: u64,
    /// Goals of those rows.
    pub goals: [u64; 2],
    /// Goals that the model expected in those rows.
    pub expected_goals: [f64; 2],
}

/// What rows with odds have beside.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct MarketRows {
    /// Scores of the market.
    pub market: Scored,
    /// Log loss of the published probabilities minus the market's, match by match.
    pub published_log_loss: Moments,
    /// Brier score of the published probabilities minus the market's.
    pub published_brier: Moments,
    /// Log loss of the model minus the market's.
    pub model_log_loss: Moments,
    /// Brier score of the model minus the market's.
    pub model_brier: Moments,
    /// The model's own probabilities against the market's: what is published may be the market itself.
    pub divergence: Divergence,
}

/// How a match ended: its outcome, and its goals where they are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settled {
    outcome: Outcome,
    score: Option<Score>,
}

impl From<Outcome> for Settled {
    fn from(outcome: Outcome) -> Self {
        Self { outcome, score: None }
    }
}

impl From<Score> for Settled {
    fn from(score: Score) -> Self {
        Self {
            outcome: score.outcome(),
            score: Some(score),
        }
    }
}

impl Tally {
    /// The tally of one settled forecast. Pass the score where it is known, else the outcome.
    #[must_use]
    pub fn of(forecast: &Forecast, settled: impl Into<Settled>) -> Self {
        let mut tally = Self::default();
        tally.add(forecast, settled);
        tally
    }

    /// Adds one settled forecast; the same as merging its tally, without making one.
    pub fn add(&mut self, forecast: &Forecast, settled: impl Into<Settled>) {
        self.add_scored(forecast, &MatchScores::of(forecast, settled.into()));
    }

    /// Adds a forecast that is scored already.
    pub(super) fn add_scored(&mut self, forecast: &Forecast, scores: &MatchScores) {
        let rows = match (&scores.market, forecast.market) {
            (Some(market), Some(q)) => {
                self.market.add(&scores.published, &scores.model, market);
                self.market.divergence.add(forecast.model, q);
                &mut self.priced
            }
            _ => &mut self.unpriced,
        };
        rows.n += 1;
        rows.published.add(&scores.published);
        rows.model.add(&scores.model);
        rows.climatology.add(&scores.climatology);
        rows.calibration.add(forecast.published, scores.settled.outcome);
        if let Some(score) = scores.settled.score {
            rows.add_goals(score, forecast.expected_goals);
        }
    }

    /// All rows, with odds and without.
    #[must_use]
    pub const fn n(&self) -> u64 {
        self.priced.n + self.unpriced.n
    }
}

impl Rows {
    const fn is_empty(&self) -> bool {
        self.n == 0
    }

    fn add_goals(&mut self, score: Score, expected: ExpectedGoals) {
        self.goals_n += 1;
        let [home, away] = &mut self.goals;
        *home += u64::from(score.home);
        *away += u64::from(score.away);
        let [home, away] = &mut self.expected_goals;
        *home += expected.home;
        *away += expected.away;
    }
}

impl MarketRows {
    const fn is_empty(&self) -> bool {
        self.market.log_loss.n == 0
    }

    fn add(&mut self, published: &SingleScore, model: &SingleScore, market: &SingleScore) {
        self.market.add(market);
        self.published_log_loss.add(published.log_loss - market.log_loss);
        self.published_brier.add(published.brier - market.brier);
        self.model_log_loss.add(model.log_loss - market.log_loss);
        self.model_brier.add(model.brier - market.brier);
    }
}

#[cfg(test)]
mod tests;
