//! Paired differences to the market: the loss of a forecaster minus the market's on the same match, above 0 where the
//! market was better.

use super::series::SettledForecast;
use crate::metrics::{Moments, brier, log_loss};

/// Log loss of the model minus the market's.
pub(super) fn model_log_loss(m: &SettledForecast) -> Option<f64> {
    let market = m.forecast.market?;
    Some(log_loss(m.forecast.model, m.outcome()) - log_loss(market, m.outcome()))
}

/// Log loss of the published probabilities minus the market's.
pub(super) fn published_log_loss(m: &SettledForecast) -> Option<f64> {
    let market = m.forecast.market?;
    Some(log_loss(m.forecast.published, m.outcome()) - log_loss(market, m.outcome()))
}

/// Brier score of the model minus the market's.
pub(super) fn model_brier(m: &SettledForecast) -> Option<f64> {
    let market = m.forecast.market?;
    Some(brier(m.forecast.model, m.outcome()) - brier(market, m.outcome()))
}

/// Moments of one of these over the matches with odds.
pub(super) fn moments(matches: &[SettledForecast], paired: fn(&SettledForecast) -> Option<f64>) -> Moments {
    matches.iter().filter_map(paired).collect()
}

/// One of these of each match with odds.
pub(super) fn values(matches: &[SettledForecast], paired: fn(&SettledForecast) -> Option<f64>) -> Vec<f64> {
    matches.iter().filter_map(paired).collect()
}
