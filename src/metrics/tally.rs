//! The mergeable sufficient statistic of a set of settled forecasts.

use std::ops::AddAssign;

use serde::{Deserialize, Serialize};

use super::{Calibration, Divergence, Moments, brier, is_clipped, is_hit, log_loss, rps};
use crate::domain::{ExpectedGoals, Forecast, Outcome, Probabilities, Score};

/// All that is kept of settled forecasts. Tallies form a commutative monoid: [`Tally::default`] is the identity, `+=`
/// merges, and the tally of all rows is the merge of the tallies of its parts, however they are cut.
///
/// Rows with a market and rows without are kept apart, so that forecasters are only ever compared on the same rows.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// Rows that have odds.
    pub priced: Rows,
    /// What only rows with odds have.
    pub market: MarketRows,
    /// Rows that have none.
    pub unpriced: Rows,
}

/// What every row has.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
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
    /// Published probabilities against the market's.
    pub divergence: Divergence,
}

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
        let settled = settled.into();
        match forecast.market {
            Some(market) => {
                self.priced.add(forecast, settled);
                self.market.add(forecast, market, settled.outcome);
            }
            None => self.unpriced.add(forecast, settled),
        }
    }

    /// All rows, with odds and without.
    #[must_use]
    pub const fn n(&self) -> u64 {
        self.priced.n + self.unpriced.n
    }
}

impl Rows {
    fn add(&mut self, forecast: &Forecast, settled: Settled) {
        self.n += 1;
        self.published.add(forecast.published, settled.outcome);
        self.model.add(forecast.model, settled.outcome);
        self.climatology.add(forecast.climatology, settled.outcome);
        self.calibration.add(forecast.published, settled.outcome);
        if let Some(score) = settled.score {
            self.add_goals(score, forecast.expected_goals);
        }
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
    fn add(&mut self, forecast: &Forecast, market: Probabilities, outcome: Outcome) {
        let difference = |score: fn(Probabilities, Outcome) -> f64, p| score(p, outcome) - score(market, outcome);
        self.market.add(market, outcome);
        self.published_log_loss.add(difference(log_loss, forecast.published));
        self.published_brier.add(difference(brier, forecast.published));
        self.model_log_loss.add(difference(log_loss, forecast.model));
        self.model_brier.add(difference(brier, forecast.model));
        self.divergence.add(forecast.published, market);
    }
}

impl Scored {
    fn add(&mut self, p: Probabilities, outcome: Outcome) {
        self.log_loss.add(log_loss(p, outcome));
        self.brier.add(brier(p, outcome));
        self.rps.add(rps(p, outcome));
        self.hits += u64::from(is_hit(p, outcome));
        self.clipped += u64::from(is_clipped(p, outcome));
    }
}

impl AddAssign<&Self> for Tally {
    fn add_assign(&mut self, other: &Self) {
        self.priced += &other.priced;
        self.market += &other.market;
        self.unpriced += &other.unpriced;
    }
}

impl AddAssign<&Self> for Rows {
    fn add_assign(&mut self, other: &Self) {
        self.n += other.n;
        self.published += &other.published;
        self.model += &other.model;
        self.climatology += &other.climatology;
        self.calibration += other.calibration;
        self.goals_n += other.goals_n;
        for (goals, more) in self.goals.iter_mut().zip(other.goals) {
            *goals += more;
        }
        for (goals, more) in self.expected_goals.iter_mut().zip(other.expected_goals) {
            *goals += more;
        }
    }
}

impl AddAssign<&Self> for MarketRows {
    fn add_assign(&mut self, other: &Self) {
        self.market += &other.market;
        self.published_log_loss += other.published_log_loss;
        self.published_brier += other.published_brier;
        self.model_log_loss += other.model_log_loss;
        self.model_brier += other.model_brier;
        self.divergence += &other.divergence;
    }
}

impl AddAssign<&Self> for Scored {
    fn add_assign(&mut self, other: &Self) {
        self.log_loss += other.log_loss;
        self.brier += other.brier;
        self.rps += other.rps;
        self.hits += other.hits;
        self.clipped += other.clipped;
    }
}

impl<'a> std::iter::Sum<&'a Self> for Tally {
    fn sum<I: Iterator<Item = &'a Self>>(tallies: I) -> Self {
        tallies.fold(Self::default(), |mut sum, tally| {
            sum += tally;
            sum
        })
    }
}

#[cfg(test)]
mod tests;
