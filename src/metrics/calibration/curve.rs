//! The reliability diagram: what was forecast against what came, with the band that chance alone would fill.

use super::{BINS, Bin, Bins};

/// Points of the diagram: tenths of the probability range.
pub(super) const TENTHS: usize = 10;
/// Standard normal quantile of a two-sided 95 %.
const NINETY_FIVE: f64 = 1.959_963_984_540_054;

/// One point of the reliability diagram, over home, draw and away together.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct ReliabilityPoint {
    /// Lower end of the forecasts in it.
    pub from: f64,
    /// Upper end.
    pub to: f64,
    /// Forecasts of single outcomes.
    pub n: u64,
    /// Their mean.
    pub forecast: f64,
    /// Share that came true.
    pub observed: f64,
    /// Lower end of the 95 % band of `observed` for a calibrated forecaster.
    pub low: f64,
    /// Upper end of that band.
    pub high: f64,
}

/// Tenths that hold a forecast.
pub(super) fn curve(bins: &Bins) -> Vec<ReliabilityPoint> {
    let mut tenths = [Bin::default(); TENTHS];
    for outcome in bins {
        for (tenth, bin) in tenths.iter_mut().zip(in_tenths(outcome)) {
            *tenth += bin;
        }
    }
    let points = tenths
        .iter()
        .enumerate()
        .filter(|(_, bin)| bin.n > 0)
        .map(|(index, bin)| {
            let (n, forecast) = (bin.n as f64, bin.sum_p / bin.n as f64);
            let half = NINETY_FIVE * (forecast * (1.0 - forecast) / n).sqrt();
            ReliabilityPoint {
                from: index as f64 / TENTHS as f64,
                to: (index + 1) as f64 / TENTHS as f64,
                n: bin.n,
                forecast,
                observed: bin.hits as f64 / n,
                low: (forecast - half).max(0.0),
                high: (forecast + half).min(1.0),
            }
        });
    points.collect()
}

/// The bins of one outcome, by tenths.
pub(super) fn in_tenths(bins: &[Bin]) -> impl Iterator<Item = Bin> {
    bins.chunks(BINS / TENTHS).map(|fifth| {
        fifth.iter().fold(Bin::default(), |mut sum, bin| {
            sum += *bin;
            sum
        })
    })
}
