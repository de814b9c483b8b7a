//! What the log loss of coming matches will be, before any of them is played.

use super::Moments;
use crate::domain::{Forecast, Probabilities};

/// Expected log loss of coming matches with odds.
///
/// Expected performance without labels in the sense of confidence-based estimation: a calibrated forecaster's log loss is
/// on average its own entropy. `if_market_is_right` needs no such belief in our forecasts.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Expectation {
    /// If the published probabilities are right: their entropy, `−Σ p ln p`.
    pub own: Moments,
    /// The market's, if the market is right: `−Σ q ln q`.
    pub market: Moments,
    /// Of the published probabilities, if the market is right: `−Σ q ln p`. The excess over `market` is what a bad weekend
    /// looks like before kick-off.
    pub if_market_is_right: Moments,
}

impl Expectation {
    /// Adds a coming match; one without odds is left out, so that all three are of the same matches.
    pub fn add(&mut self, forecast: &Forecast) {
        if let Some(market) = forecast.market {
            self.own.add(cross_entropy(forecast.published, forecast.published));
            self.market.add(cross_entropy(market, market));
            self.if_market_is_right.add(cross_entropy(market, forecast.published));
        }
    }
}

/// `−Σ truth · ln forecast`; an outcome that cannot happen costs nothing.
fn cross_entropy(truth: Probabilities, forecast: Probabilities) -> f64 {
    let pairs = truth.to_array().into_iter().zip(forecast.to_array());
    pairs
        .filter(|(q, _)| *q > 0.0)
        .map(|(q, p)| -q * p.max(super::CLIP).ln())
        .sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::ExpectedGoals;

    fn forecast(published: Probabilities, market: Option<Probabilities>) -> Forecast {
        Forecast {
            published,
            model: published,
            market,
            climatology: Probabilities::UNIFORM,
            expected_goals: ExpectedGoals { home: 1.4, away: 1.1 },
        }
    }

    #[test]
    fn of_ignorance_it_is_the_log_of_three() {
        let mut expectation = Expectation::default();
        expectation.add(&forecast(Probabilities::UNIFORM, Some(Probabilities::UNIFORM)));
        expectation.add(&forecast(Probabilities::UNIFORM, None));
        assert_eq!(expectation.own.n, 1);
        assert!((expectation.if_market_is_right.mean().unwrap() - 3.0_f64.ln()).abs() < 1e-12);
    }

    proptest! {
        /// Gibbs: nobody beats the truth on average.
        #[test]
        fn the_market_expects_no_less_of_others_than_of_itself(
            p in (0.01..1.0_f64, 0.01..1.0_f64, 0.01..1.0_f64), q in (0.01..1.0_f64, 0.01..1.0_f64, 0.01..1.0_f64)
        ) {
            let p = Probabilities::from_weights(p.0, p.1, p.2).unwrap();
            let q = Probabilities::from_weights(q.0, q.1, q.2).unwrap();
            let mut expectation = Expectation::default();
            expectation.add(&forecast(p, Some(q)));
            prop_assert!(expectation.if_market_is_right.sum >= expectation.market.sum - 1e-12);
        }
    }
}
