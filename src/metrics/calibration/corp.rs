//! The CORP decomposition of the Brier score (Dimitriadis, Gneiting and Jordan, PNAS 118, 2021): recalibrate by isotonic
//! regression, and see how much of the score that explains.

use super::{Bin, Bins};

/// `score = miscalibration − discrimination + uncertainty`, all on the Brier scale `0..=2`.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Decomposition {
    /// What recalibration would take off the score; at least 0.
    pub miscalibration: f64,
    /// How much better the recalibrated forecasts are than always the outcome shares; at least 0.
    pub discrimination: f64,
    /// The score of always the outcome shares.
    pub uncertainty: f64,
}

/// Decomposes a mean Brier score. Forecasts within a fiftieth are recalibrated together, so up to 0.0004 of what they differ
/// counts as miscalibration.
pub(super) fn decompose(bins: &Bins, score: f64) -> Option<Decomposition> {
    let (mut recalibrated, mut uncertainty) = (0.0, 0.0);
    for outcome in bins {
        let (n, hits) = outcome
            .iter()
            .fold((0, 0), |(n, hits), bin| (n + bin.n, hits + bin.hits));
        if n == 0 {
            return None;
        }
        let share = hits as f64 / n as f64;
        uncertainty += share * (1.0 - share);
        recalibrated += pooled(outcome).iter().map(|bin| own_score(*bin)).sum::<f64>() / n as f64;
    }
    Some(Decomposition {
        miscalibration: score - recalibrated,
        discrimination: uncertainty - recalibrated,
        uncertainty,
    })
}

/// Sum of squared errors of the forecast that is the bin's own share of hits.
fn own_score(bin: Bin) -> f64 {
    let share = bin.hits as f64 / bin.n as f64;
    bin.n as f64 * share * (1.0 - share)
}

/// Bins with adjacent violators pooled: their shares of hits rise.
fn pooled(bins: &[Bin]) -> Vec<Bin> {
    let share = |bin: &Bin| bin.hits as f64 / bin.n as f64;
    let mut pooled: Vec<Bin> = Vec::new();
    for mut bin in bins.iter().copied().filter(|bin| bin.n > 0) {
        while let Some(mut before) = pooled.pop_if(|before| share(before) >= share(&bin)) {
            before += bin;
            bin = before;
        }
        pooled.push(bin);
    }
    pooled
}
