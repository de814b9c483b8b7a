use std::ops::AddAssign;

use serde::{Deserialize, Serialize};

use crate::domain::{Outcome, Probabilities};

/// Bins of a reliability diagram: tenths of the probability range.
const BINS: usize = 10;

/// Sums from which the calibration of one forecaster is judged later, over any set of matches.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
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
    /// Tenths of the probability range, each outcome of a match counted once.
    pub bins: [Bin; BINS],
}

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
        for (count, of) in self.outcomes.iter_mut().zip(Outcome::ALL) {
            let happened = u64::from(of == outcome);
            *count += happened;
            if let Some(bin) = self.bins.get_mut(bin_of(p.of(of))) {
                bin.n += 1;
                bin.sum_p += p.of(of);
                bin.hits += happened;
            }
        }
    }
}

impl AddAssign for Calibration {
    fn add_assign(&mut self, other: Self) {
        for (count, more) in self.outcomes.iter_mut().zip(other.outcomes) {
            *count += more;
        }
        add_all(&mut self.expected, other.expected);
        add_all(&mut self.covariance, other.covariance);
        self.expected_brier += other.expected_brier;
        self.brier_variance += other.brier_variance;
        for (bin, more) in self.bins.iter_mut().zip(other.bins) {
            bin.n += more.n;
            bin.sum_p += more.sum_p;
            bin.hits += more.hits;
        }
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
    reason = "a probability times ten is a small number of at least 0"
)]
fn bin_of(p: f64) -> usize {
    ((p * BINS as f64) as usize).min(BINS - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_of_one_match() {
        let mut c = Calibration::default();
        c.add(Probabilities::new(0.5, 0.3, 0.2).unwrap(), Outcome::Draw);
        assert_eq!(c.outcomes, [0, 1, 0]);
        assert!((c.expected_brier - 0.62).abs() < 1e-12);
        assert!((c.brier_variance - 4.0 * (0.16 - 0.38 * 0.38)).abs() < 1e-12);
        assert_eq!((c.bins[3].n, c.bins[3].hits, c.bins[5].hits), (1, 1, 0));
        assert_eq!(bin_of(1.0), 9);
    }
}
