//! Tails of sums, far out where the normal law is not good enough.
//!
//! With twenty leagues a verdict is decided at p near 1 in 3,000. There the mean of 80 skewed values is about half as often
//! again as far out as the normal law has it. The saddlepoint approximation is right to a few percent: it tilts the law
//! until the sum seen is its mean, and corrects the normal law there (Lugannani and Rice 1980, as `r*` of Barndorff-Nielsen
//! 1986).

/// Doublings of the tilt before the sum is taken to lie outside of what it can be.
const DOUBLINGS: usize = 40;
/// Steps to the tilt; ten are enough but at the very edge.
const STEPS: usize = 60;

/// Logarithm of the moment generating function of a sum with mean 0, and its first two derivatives, at some tilt.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Cumulants {
    pub(super) value: f64,
    pub(super) mean: f64,
    pub(super) variance: f64,
}

/// `r*`, with which `P(sum ≥ t)` is the upper tail of the standard normal law. None where the sum has no spread or `t` lies
/// at the edge of what it can be.
pub(super) fn adjusted_root(t: f64, cumulants: impl Fn(f64) -> Cumulants) -> Option<f64> {
    let tilt = tilt(t, &cumulants)?;
    let at = cumulants(tilt);
    let root = (2.0 * (tilt * t - at.value)).max(0.0).sqrt().copysign(tilt);
    // At the mean both are 0 and their quotient says nothing.
    if root.abs() < 1e-4 {
        return Some(root);
    }
    let adjusted = root + (tilt * at.variance.sqrt() / root).ln() / root;
    adjusted.is_finite().then_some(adjusted)
}

/// Where the tilted mean is `t`: Newton's steps, kept between two bounds.
fn tilt(t: f64, cumulants: &impl Fn(f64) -> Cumulants) -> Option<f64> {
    let sign = 1.0_f64.copysign(t);
    let excess = |tilt: f64| {
        let at = cumulants(sign * tilt);
        (sign * at.mean - t.abs(), at.variance)
    };
    let (_, variance) = excess(0.0);
    if variance <= 0.0 {
        return None;
    }
    let near = 1e-9 * variance.sqrt();
    let (mut low, mut high) = (0.0, t.abs() / variance);
    let mut doublings = 0;
    while excess(high).0 < -near {
        doublings += 1;
        if doublings > DOUBLINGS {
            return None;
        }
        (low, high) = (high, 2.0 * high);
    }
    let mut tilt = high;
    for _ in 0..STEPS {
        let (over, variance) = excess(tilt);
        if over.abs() <= near {
            break;
        }
        if over > 0.0 {
            high = tilt;
        } else {
            low = tilt;
        }
        let newton = tilt - over / variance;
        tilt = if newton > low && newton < high {
            newton
        } else {
            0.5 * (low + high)
        };
    }
    Some(sign * tilt)
}

/// Of one value with these probabilities; they need not sum to 1.
pub(super) fn of_values(values: impl Iterator<Item = (f64, f64)> + Clone, tilt: f64) -> Cumulants {
    // The largest exponent is taken out, so that nothing overflows.
    let largest = values.clone().map(|(_, x)| tilt * x).fold(f64::NEG_INFINITY, f64::max);
    let (mut whole, mut total, mut first, mut second) = (0.0, 0.0, 0.0, 0.0);
    for (p, x) in values {
        let tilted = p * (tilt * x - largest).exp();
        whole += p;
        total += tilted;
        first += tilted * x;
        second += tilted * x * x;
    }
    let mean = first / total;
    Cumulants {
        value: largest + (total / whole).ln(),
        mean,
        variance: (second / total - mean * mean).max(0.0),
    }
}

impl std::ops::AddAssign for Cumulants {
    fn add_assign(&mut self, other: Self) {
        self.value += other.value;
        self.mean += other.mean;
        self.variance += other.variance;
    }
}

impl std::ops::Mul<f64> for Cumulants {
    type Output = Self;

    /// Of the sum of so many of them.
    fn mul(self, n: f64) -> Self {
        Self {
            value: n * self.value,
            mean: n * self.mean,
            variance: n * self.variance,
        }
    }
}

#[cfg(test)]
mod tests {
    use statrs::distribution::{Binomial, ContinuousCDF, DiscreteCDF, Gamma};

    use super::*;
    use crate::metrics::normal::upper_tail;

    /// The sum of ten exponential values has a gamma law, whose tail is known: `K = −10 (ln(1 − s) + s)` about its mean.
    #[test]
    fn the_tail_of_a_gamma_law() {
        let cumulants = |s: f64| {
            if s >= 1.0 {
                return Cumulants {
                    value: f64::INFINITY,
                    mean: f64::INFINITY,
                    variance: f64::INFINITY,
                };
            }
            Cumulants {
                value: -10.0 * ((1.0 - s).ln() + s),
                mean: 10.0 * (1.0 / (1.0 - s) - 1.0),
                variance: 10.0 / (1.0 - s).powi(2),
            }
        };
        let gamma = Gamma::new(10.0, 1.0).unwrap();
        for t in [-5.0, -1.0, 2.0, 8.0, 15.0, 25.0] {
            let p = upper_tail(adjusted_root(t, cumulants).unwrap());
            let exact = gamma.sf(10.0 + t);
            assert!((p / exact - 1.0).abs() < 0.01, "{t}: {p} {exact}");
        }
        let normal = upper_tail(15.0 / 10.0_f64.sqrt());
        assert!(normal < 0.02 * gamma.sf(25.0), "the normal law is far off there");
    }

    /// 80 coins that come up once in five. Half a step is taken off, since a whole number cannot lie between.
    #[test]
    fn the_tail_of_a_binomial_law() {
        let coin = [(0.2, 0.8), (0.8, -0.2)];
        let exact = Binomial::new(0.2, 80).unwrap();
        for k in [20_u64, 26, 30, 36] {
            let t = k as f64 - 0.5 - 16.0;
            let p = upper_tail(adjusted_root(t, |s| of_values(coin.into_iter(), s) * 80.0).unwrap());
            let sf = exact.sf(k - 1);
            assert!((p / sf - 1.0).abs() < 0.10, "{k}: {p} {sf}");
        }
    }

    #[test]
    fn what_cannot_be_has_no_root() {
        let coin = [(0.5, 1.0), (0.5, -1.0)];
        let root = |t| adjusted_root(t, |s| of_values(coin.into_iter(), s) * 10.0);
        assert_eq!(root(11.0), None);
        assert_eq!(root(0.0), Some(0.0));
        assert!(root(-3.0).unwrap() < 0.0);
        assert_eq!(adjusted_root(1.0, |s| of_values([(1.0, 0.0)].into_iter(), s)), None);
    }
}
