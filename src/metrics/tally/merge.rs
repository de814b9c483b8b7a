//! Merging, which is addition in every part.

use std::ops::AddAssign;

use super::{MarketRows, Rows, Scored, Tally};

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
        self.calibration += &other.calibration;
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
