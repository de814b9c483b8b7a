use std::collections::BTreeMap;

use chrono::{NaiveDate, Weekday};
use rand::{RngExt, SeedableRng, rngs::Xoshiro256PlusPlus};

use statrs::distribution::{ContinuousCDF, StudentsT};

use super::{Moments, clustered_standard_error, normal::upper_tail};

/// Weeks below which an interval would claim more than it knows.
pub const FEWEST_WEEKS: usize = 10;
/// Means that are drawn for an interval.
const DRAWS: usize = 1_000;
/// Means that are drawn for a bound on which a promotion rests.
const BOUND_DRAWS: usize = 2_000;
/// Share of the time that such a bound holds.
const LEVEL: f64 = 0.95;
/// One seed for every interval and bound: the same matches give the same numbers.
pub const BOOTSTRAP_SEED: u64 = 0x5eed;

/// A number per match, by week. Matches of one week share their fits and their news, so the mean's uncertainty comes from
/// weeks and not from matches.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Blocks {
    weeks: BTreeMap<NaiveDate, Moments>,
}

impl Blocks {
    /// Adds the value of a match.
    pub fn add(&mut self, day: NaiveDate, value: f64) {
        self.weeks
            .entry(day.week(Weekday::Mon).first_day())
            .or_default()
            .add(value);
    }

    /// Matches.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.weeks.values().map(|week| week.n).sum()
    }

    /// Weeks with a match.
    #[must_use]
    pub fn weeks(&self) -> usize {
        self.weeks.len()
    }

    /// Mean over matches; none of no match.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        mean(self.weeks.values())
    }

    /// Percentile interval of the mean that holds 95 %: 1,000 times as many weeks are drawn with replacement (Efron and
    /// Tibshirani 1993). None of fewer than [`FEWEST_WEEKS`] weeks.
    #[must_use]
    pub fn interval(&self) -> Option<[f64; 2]> {
        if self.weeks.len() < FEWEST_WEEKS {
            return None;
        }
        let means = self.drawn_means(DRAWS);
        let tail = means.len() / 40;
        Some([*means.get(tail)?, *means.get(means.len().checked_sub(tail + 1)?)?])
    }

    /// What the true mean lies below 95 % of the time: a percentile of 2,000 means of weeks drawn with replacement. None of
    /// fewer than [`FEWEST_WEEKS`] weeks.
    ///
    /// The plain percentile is too low with few weeks: means of drawn weeks vary by `(G − 1)/G` too little, and as if their
    /// spread were known. So the percentile is `Φ(t √(G/(G − 1)))` with Student's `t` at 95 % and `G − 1` degrees (the
    /// expanded percentile interval of Hesterberg, The American Statistician 69, 2015): of 38 weeks the 95.6th.
    #[must_use]
    pub fn upper_bound(&self) -> Option<f64> {
        if self.weeks.len() < FEWEST_WEEKS {
            return None;
        }
        let weeks = self.weeks.len() as f64;
        let t = StudentsT::new(0.0, 1.0, weeks - 1.0).ok()?.inverse_cdf(LEVEL);
        let above = upper_tail(t * (weeks / (weeks - 1.0)).sqrt());
        let means = self.drawn_means(BOUND_DRAWS);
        // The first mean that leaves no more than this share above it.
        let mut ranked = means.iter().rev().enumerate();
        let (_, bound) = ranked.find(|(higher, _)| (higher + 1) as f64 > above * means.len() as f64)?;
        Some(*bound)
    }

    /// Standard error of the mean, with weeks as clusters; none of fewer than two weeks.
    #[must_use]
    pub fn standard_error(&self) -> Option<f64> {
        clustered_standard_error(self.weeks.values().map(|week| (week.n, week.sum)))
    }

    /// All but the last so many weeks, and these.
    #[must_use]
    pub fn split_last(&self, weeks: usize) -> (Self, Self) {
        let mut before = self.weeks.clone();
        let first = weeks.checked_sub(1).and_then(|n| self.weeks.keys().nth_back(n));
        let last = match first {
            Some(first) => before.split_off(first),
            None if weeks == 0 => BTreeMap::new(),
            None => std::mem::take(&mut before),
        };
        (Self { weeks: before }, Self { weeks: last })
    }

    /// Means of as many weeks drawn with replacement, in order.
    fn drawn_means(&self, draws: usize) -> Vec<f64> {
        let weeks: Vec<&Moments> = self.weeks.values().collect();
        let mut random = Xoshiro256PlusPlus::seed_from_u64(BOOTSTRAP_SEED);
        let mut draw = || {
            let picked = (0..weeks.len()).filter_map(|_| weeks.get(random.random_range(0..weeks.len())));
            mean(picked.copied())
        };
        let mut means: Vec<f64> = (0..draws).filter_map(|_| draw()).collect();
        means.sort_unstable_by(f64::total_cmp);
        means
    }
}

fn mean<'a>(weeks: impl Iterator<Item = &'a Moments>) -> Option<f64> {
    let (sum, n) = weeks.fold((0.0, 0), |(sum, n), week| (sum + week.sum, n + week.n));
    (n > 0).then(|| sum / n as f64)
}

#[cfg(test)]
mod tests;
