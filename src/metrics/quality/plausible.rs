//! A rate against the band of rates that leagues show.

/// Standard errors beyond the band from which a rate cannot be chance. The bands hold the underlying rates of 14 leagues
/// over ten seasons; the looks are many and each season is looked at as it grows, where the largest excess seen over all
/// 140 was 3.1.
const CERTAIN: f64 = 4.0;

/// Fewer matches cannot leave the band: not even no draw in 63 would be four standard errors below 20 %.
pub(super) const FEWEST: u64 = 64;

/// The band of a rate, `low..=high`.
pub(super) struct Band {
    pub(super) low: f64,
    pub(super) high: f64,
}

impl Band {
    /// Whether the mean `rate` of `n` lies outside by more than chance; `variance` of one at a rate.
    pub(super) fn excludes(&self, rate: f64, n: u64, variance: impl Fn(f64) -> f64) -> bool {
        let edge = rate.clamp(self.low, self.high);
        let se = (variance(edge) / n as f64).sqrt();
        (rate - edge).abs() > CERTAIN * se
    }
}
