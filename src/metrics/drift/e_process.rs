//! S2: does the market refute the published probabilities?
//!
//! A bettor who holds the published probabilities to be wrong pays 1 and bets at their odds, half on them and half on the
//! market: `E = Π (½p(o) + ½q(o)) / p(o)`. If the published probabilities are right, E is a martingale, and reaches 100
//! in at most one of 100 seasons, however often one looks (Ville 1939; Henzi and Ziegel 2022, Choe and Ramdas 2023).
//!
//! A goals model that is published as it is reaches 100 in about a season, since the market truly knows more.

use serde::{Deserialize, Serialize};

use super::series::SettledForecast;
use crate::metrics::CLIP;

/// Published and market probabilities closer than this are the same: then there is nothing to bet on.
const SAME: f64 = 1e-9;
/// Largest logarithm that is kept: past it there is nothing more to say, and `exp` would overflow.
const LARGEST_LN: f64 = 690.0;

/// How the bettor stands.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct EProcess {
    /// What the 1 has become; above 1 is evidence against the published probabilities.
    pub value: f64,
    /// The most that it has been.
    pub peak: f64,
    /// Matches with odds.
    pub n: u64,
}

impl EProcess {
    /// Bets on every match with odds; none where there is none, or what is published is the market itself.
    pub(super) fn run(watch: &[SettledForecast]) -> Option<Self> {
        let priced = || {
            watch
                .iter()
                .filter_map(|m| Some((m, m.forecast.published, m.forecast.market?)))
        };
        if priced().all(|(_, published, market)| published.total_variation(market) < SAME) {
            return None;
        }
        let (mut ln, mut peak, mut n) = (0.0, 0.0_f64, 0);
        for (m, published, market) in priced() {
            let p = published.of(m.outcome()).max(CLIP);
            let q = market.of(m.outcome());
            ln += (0.5 + 0.5 * q / p).ln();
            peak = peak.max(ln);
            n += 1;
        }
        Some(Self {
            value: ln.min(LARGEST_LN).exp(),
            peak: peak.min(LARGEST_LN).exp(),
            n,
        })
    }
}

#[cfg(test)]
mod tests;
