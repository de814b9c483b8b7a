//! Expected calibration error, beside what chance alone makes of it: without that a number means nothing.

use super::{Bins, binomial, curve::in_tenths};

/// Standard normal quantile of a one-sided 95 %.
const ONE_SIDED: f64 = 1.644_853_626_951_472_7;

/// Expected calibration error of single outcomes in ten bins, averaged over home, draw and away.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ece {
    /// What it is.
    pub(super) value: f64,
    /// What it is on average when the forecasts are perfectly calibrated.
    pub(super) expected: f64,
    /// What one perfectly calibrated forecaster of twenty exceeds.
    pub(super) limit: f64,
}

/// `Σ |hits − Σp| / n` over the tenths of each outcome. Under perfect calibration the hits of a bin are close to binomial
/// around its mean forecast, whose mean absolute deviation is known exactly; the limit takes the sum of bins as normal.
pub(super) fn ece(bins: &Bins) -> Option<Ece> {
    let n: u64 = bins.iter().flatten().map(|bin| bin.n).sum();
    if n == 0 {
        return None;
    }
    let (mut value, mut expected, mut variance) = (0.0, 0.0, 0.0);
    for bin in bins
        .iter()
        .flat_map(|outcome| in_tenths(outcome))
        .filter(|bin| bin.n > 0)
    {
        let p = bin.sum_p / bin.n as f64;
        value += (bin.hits as f64 - bin.sum_p).abs();
        expected += binomial::mean_absolute_deviation(bin.n, p);
        variance += binomial::deviation_of_it(bin.n, p).powi(2);
    }
    let n = n as f64;
    Some(Ece {
        value: value / n,
        expected: expected / n,
        limit: (expected + ONE_SIDED * variance.sqrt()) / n,
    })
}
