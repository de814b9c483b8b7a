//! What a week brings to a standard error.

use std::{iter::Sum, ops::AddAssign};

use crate::metrics::{
    Scored, Tally,
    tally::{MatchScores, SingleScore},
};

/// Sums of the scores of one week: a standard error with weeks as clusters needs no squares of single matches.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(in crate::metrics) struct Cluster {
    /// What was published of rows with odds.
    pub(in crate::metrics) priced: Sums,
    /// What was published of rows without.
    pub(in crate::metrics) unpriced: Sums,
    /// Log loss of the published probabilities minus the market's, of rows with odds.
    pub(in crate::metrics) published_vs_market: f64,
    /// Log loss of the model minus the market's, of rows with odds.
    pub(in crate::metrics) model_vs_market: f64,
}

/// Sums of each score over a number of rows.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(in crate::metrics) struct Sums {
    pub(in crate::metrics) n: u64,
    pub(in crate::metrics) log_loss: f64,
    pub(in crate::metrics) brier: f64,
    pub(in crate::metrics) rps: f64,
    pub(in crate::metrics) hits: u64,
}

impl Cluster {
    pub(super) const fn of(tally: &Tally) -> Self {
        Self {
            priced: Sums::of(&tally.priced.published),
            unpriced: Sums::of(&tally.unpriced.published),
            published_vs_market: tally.market.published_log_loss.sum,
            model_vs_market: tally.market.model_log_loss.sum,
        }
    }

    pub(super) fn add(&mut self, scores: &MatchScores) {
        if let Some(market) = &scores.market {
            self.priced.add(&scores.published);
            self.published_vs_market += scores.published.log_loss - market.log_loss;
            self.model_vs_market += scores.model.log_loss - market.log_loss;
        } else {
            self.unpriced.add(&scores.published);
        }
    }
}

impl Sums {
    const fn of(scored: &Scored) -> Self {
        Self {
            n: scored.log_loss.n,
            log_loss: scored.log_loss.sum,
            brier: scored.brier.sum,
            rps: scored.rps.sum,
            hits: scored.hits,
        }
    }

    fn add(&mut self, score: &SingleScore) {
        self.n += 1;
        self.log_loss += score.log_loss;
        self.brier += score.brier;
        self.rps += score.rps;
        self.hits += u64::from(score.hit);
    }
}

impl AddAssign<&Self> for Cluster {
    fn add_assign(&mut self, other: &Self) {
        self.priced += &other.priced;
        self.unpriced += &other.unpriced;
        self.published_vs_market += other.published_vs_market;
        self.model_vs_market += other.model_vs_market;
    }
}

impl AddAssign<&Self> for Sums {
    fn add_assign(&mut self, other: &Self) {
        self.n += other.n;
        self.log_loss += other.log_loss;
        self.brier += other.brier;
        self.rps += other.rps;
        self.hits += other.hits;
    }
}

impl<'a> Sum<&'a Self> for Cluster {
    fn sum<I: Iterator<Item = &'a Self>>(clusters: I) -> Self {
        clusters.fold(Self::default(), |mut sum, cluster| {
            sum += cluster;
            sum
        })
    }
}
