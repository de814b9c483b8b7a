use serde::{Deserialize, Serialize};

use crate::domain::{Odds, Probabilities};

/// How the bookmaker's margin is taken out of odds, where `π = 1/odds` and `B = Σ π`.
///
/// The choice moves the log loss of the five top leagues by 0.0002 at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Devig {
    /// `π^k`, with `k` such that the sum is 1 (Clarke, Kovalchik and Ingram, American Journal of Sports Science 5, 2017).
    #[default]
    Power,
    /// The margin that protects against insiders (Shin, Economic Journal 103, 1993).
    Shin,
    /// `π/B`.
    Basic,
}

/// The market's probabilities.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Devigged {
    /// Without the margin.
    pub probabilities: Probabilities,
    /// The method that was used, which is not the one asked for after a fallback.
    pub method: Devig,
    /// `B − 1`, the margin as a fraction; negative is an underround.
    pub overround: f64,
    /// `B < 1`: there was no margin to take out, so the odds were only normalised.
    pub underround_fallback: bool,
}

impl Devig {
    /// Turns odds into probabilities.
    #[must_use]
    pub fn apply(self, odds: Odds) -> Devigged {
        let implied = odds.to_array().map(|o| 1.0 / o);
        let overround = odds.overround();
        let underround_fallback = overround < 0.0;
        let method = if underround_fallback { Self::Basic } else { self };
        let weights = match method {
            Self::Power => power(implied),
            Self::Shin => shin(implied),
            Self::Basic => Some(implied),
        };
        let normalised = |[home, draw, away]: [f64; 3]| Probabilities::from_weights(home, draw, away).ok();
        let (probabilities, method) = match weights.and_then(normalised) {
            Some(probabilities) => (probabilities, method),
            // Only a book of nearly sure outcomes all at once gets here.
            None => (normalised(implied).unwrap_or(Probabilities::UNIFORM), Self::Basic),
        };
        Devigged {
            probabilities,
            method,
            overround,
            underround_fallback,
        }
    }
}

/// Newton's method on `log Σ π^k`, which is convex, falls, and is nearly a line: from `k = 1` it never overshoots.
fn power(implied: [f64; 3]) -> Option<[f64; 3]> {
    let mut k = 1.0;
    for _ in 0..100 {
        let powers = implied.map(|p| p.powf(k));
        let sum: f64 = powers.iter().sum();
        let slope = powers.iter().zip(implied).map(|(w, p)| w * p.ln()).sum::<f64>() / sum;
        let step = sum.ln() / slope;
        k -= step;
        if step.abs() <= 1e-13 * k {
            return Some(implied.map(|p| p.powf(k)));
        }
    }
    None
}

/// Fixed point for the share `z` of insiders, which is explicit for three outcomes (Štrumbelj, International
/// Journal of Forecasting 30, 2014).
fn shin(implied: [f64; 3]) -> Option<[f64; 3]> {
    let book: f64 = implied.iter().sum();
    let root = |z: f64| implied.map(|p| (z * z + 4.0 * (1.0 - z) * p * p / book).sqrt());
    let mut z = 0.0;
    for _ in 0..1000 {
        let next = root(z).iter().sum::<f64>() - 2.0;
        let step = next - z;
        z = next;
        if step.abs() < 1e-14 {
            let shares = root(z).map(|r| (r - z) / (2.0 * (1.0 - z)));
            return shares.iter().all(|p| (0.0..1.0).contains(p)).then_some(shares);
        }
    }
    None
}

#[cfg(test)]
mod tests;
