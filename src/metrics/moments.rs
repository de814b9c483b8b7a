use std::ops::AddAssign;

use serde::{Deserialize, Serialize};

/// Count, sum and sum of squares of a number: enough for mean and standard error, and mergeable. In JSON these three as an
/// array, since a day's tally holds many.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(from = "(u64, f64, f64)", into = "(u64, f64, f64)")]
pub struct Moments {
    /// Values.
    pub n: u64,
    /// Their sum.
    pub sum: f64,
    /// The sum of their squares.
    pub sum_sq: f64,
}

impl Moments {
    /// Adds one value.
    pub fn add(&mut self, value: f64) {
        self.n += 1;
        self.sum += value;
        self.sum_sq += value * value;
    }

    /// Mean; none of no values.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        (self.n > 0).then(|| self.sum / self.n as f64)
    }

    /// Sample standard deviation (divisor `n − 1`); none below two values.
    ///
    /// Sums of squares cancel where the mean is large beside the deviation. Scores lie between 0 and 35, where this costs
    /// no more than ten of sixteen digits; what rounding makes negative is 0.
    #[must_use]
    pub fn sd(&self) -> Option<f64> {
        if self.n < 2 {
            return None;
        }
        let n = self.n as f64;
        let squares = self.sum_sq - self.sum * self.sum / n;
        // Below the rounding that n additions bring, all values are equal.
        let noise = n * f64::EPSILON * self.sum_sq;
        Some(if squares <= noise {
            0.0
        } else {
            (squares / (n - 1.0)).sqrt()
        })
    }

    /// Standard error of the mean, `sd/√n`; none below two values.
    #[must_use]
    pub fn standard_error(&self) -> Option<f64> {
        self.sd().map(|sd| sd / (self.n as f64).sqrt())
    }
}

impl From<(u64, f64, f64)> for Moments {
    fn from((n, sum, sum_sq): (u64, f64, f64)) -> Self {
        Self { n, sum, sum_sq }
    }
}

impl From<Moments> for (u64, f64, f64) {
    fn from(m: Moments) -> Self {
        (m.n, m.sum, m.sum_sq)
    }
}

impl AddAssign for Moments {
    fn add_assign(&mut self, other: Self) {
        self.n += other.n;
        self.sum += other.sum;
        self.sum_sq += other.sum_sq;
    }
}

impl FromIterator<f64> for Moments {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Self {
        let mut moments = Self::default();
        for value in values {
            moments.add(value);
        }
        moments
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mean_and_error_of_known_values() {
        let m: Moments = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0].into_iter().collect();
        assert_eq!(m.mean(), Some(5.0));
        assert!((m.sd().unwrap() - (32.0_f64 / 7.0).sqrt()).abs() < 1e-14);
        assert!((m.standard_error().unwrap() - (4.0_f64 / 7.0).sqrt()).abs() < 1e-14);
    }

    #[test]
    fn few_or_equal_values() {
        assert_eq!(Moments::default().mean(), None);
        let one: Moments = [3.0].into_iter().collect();
        assert_eq!((one.mean(), one.sd(), one.standard_error()), (Some(3.0), None, None));
        let equal: Moments = std::iter::repeat_n(0.1, 1000).collect();
        assert_eq!(equal.sd(), Some(0.0));
    }
}
