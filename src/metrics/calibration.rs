//! How often forecasts come true, beside how often they say.

mod binomial;
mod corp;
mod curve;
mod ece;
mod judgement;

pub use corp::Decomposition;
pub use curve::ReliabilityPoint;
pub use judgement::CalibrationJudgement;

use std::ops::AddAssign;

use serde::{Deserialize, Serialize};

use crate::domain::{Outcome, Probabilities};

/// Bins that are kept of each outcome: fiftieths of the probability range, fine enough to recalibrate with.
pub(super) const BINS: usize = 50;

/// Sums from which the calibration of one forecaster is judged later, over any set of matches.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Calibration {
    /// How often each outcome happened: home, draw, away.
    pub outcomes: [u64; 3],
    /// How often it was expected: sum of its probabilities.
    pub expected: [f64; 3],
    /// Covariance of the counts of home wins and draws under the forecasts, `diag(Σp) − Σpp'`: home with home, home with
    /// draw, draw with draw. With it the mix of outcomes is tested against the actual fixtures.
    pub covariance: [f64; 3],
    /// Brier score that the forecasts expect of themselves, `Σ (1 − Σ p²)` (Spiegelhalter 1986).
    pub expected_brier: f64,
    /// Variance of that, `Σ 4(Σ p³ − (Σ p²)²)`.
    pub brier_variance: f64,
    /// Fiftieths of the probability range, for home, draw and away; those without a forecast are left out of JSON.
    #[serde(with = "sparse")]
    pub bins: [Vec<Bin>; 3],
}

/// Bins by outcome and probability.
type Bins = [Vec<Bin>; 3];

/// One bin of a reliability diagram. In JSON an array of its three numbers.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(from = "(u64, f64, u64)", into = "(u64, f64, u64)")]
pub struct Bin {
    /// Forecasts of single outcomes.
    pub n: u64,
    /// Sum of their probabilities.
    pub sum_p: f64,
    /// How many came true.
    pub hits: u64,
}

impl From<(u64, f64, u64)> for Bin {
    fn from((n, sum_p, hits): (u64, f64, u64)) -> Self {
        Self { n, sum_p, hits }
    }
}

impl From<Bin> for (u64, f64, u64) {
    fn from(bin: Bin) -> Self {
        (bin.n, bin.sum_p, bin.hits)
    }
}

impl Calibration {
    /// Adds one match.
    pub fn add(&mut self, p: Probabilities, outcome: Outcome) {
        let [home, draw, away] = p.to_array();
        let square = home * home + draw * draw + away * away;
        let cube = home * home * home + draw * draw * draw + away * away * away;
        let covariance = [home * (1.0 - home), -home * draw, draw * (1.0 - draw)];
        self.expected_brier += 1.0 - square;
        self.brier_variance += 4.0 * (cube - square * square);
        add_all(&mut self.covariance, covariance);
        add_all(&mut self.expected, [home, draw, away]);
        for ((count, bins), of) in self.outcomes.iter_mut().zip(&mut self.bins).zip(Outcome::ALL) {
            let happened = u64::from(of == outcome);
            *count += happened;
            let one = Bin {
                n: 1,
                sum_p: p.of(of),
                hits: happened,
            };
            add_to(bins, bin_of(p.of(of)), one);
        }
    }
}

impl AddAssign<&Self> for Calibration {
    fn add_assign(&mut self, other: &Self) {
        for (count, more) in self.outcomes.iter_mut().zip(other.outcomes) {
            *count += more;
        }
        add_all(&mut self.expected, other.expected);
        add_all(&mut self.covariance, other.covariance);
        self.expected_brier += other.expected_brier;
        self.brier_variance += other.brier_variance;
        for (bins, more) in self.bins.iter_mut().zip(&other.bins) {
            for (index, bin) in more.iter().enumerate().filter(|(_, bin)| bin.n > 0) {
                add_to(bins, index, *bin);
            }
        }
    }
}

impl AddAssign for Bin {
    fn add_assign(&mut self, more: Self) {
        self.n += more.n;
        self.sum_p += more.sum_p;
        self.hits += more.hits;
    }
}

/// Bins grow as they are needed: a day has few matches.
fn add_to(bins: &mut Vec<Bin>, index: usize, more: Bin) {
    if bins.len() <= index {
        bins.resize(index + 1, Bin::default());
    }
    if let Some(bin) = bins.get_mut(index) {
        *bin += more;
    }
}

/// Bins as pairs of index and bin, in order.
mod sparse {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    use super::{BINS, Bin, Bins, add_to};

    pub(super) fn serialize<S: Serializer>(bins: &Bins, serializer: S) -> Result<S::Ok, S::Error> {
        let told = |bins: &Vec<Bin>| -> Vec<(usize, Bin)> {
            bins.iter().copied().enumerate().filter(|(_, bin)| bin.n > 0).collect()
        };
        bins.each_ref().map(told).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Bins, D::Error> {
        let mut bins = Bins::default();
        let told = <[Vec<(usize, Bin)>; 3]>::deserialize(deserializer)?;
        for (bins, told) in bins.iter_mut().zip(told) {
            for (index, bin) in told {
                if index >= BINS {
                    return Err(D::Error::custom(format!("bin {index} of {BINS}")));
                }
                add_to(bins, index, bin);
            }
        }
        Ok(bins)
    }
}

fn add_all(to: &mut [f64; 3], amounts: [f64; 3]) {
    for (to, amount) in to.iter_mut().zip(amounts) {
        *to += amount;
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a probability times fifty is a small number of at least 0"
)]
fn bin_of(p: f64) -> usize {
    ((p * BINS as f64) as usize).min(BINS - 1)
}

#[cfg(test)]
mod tests;
