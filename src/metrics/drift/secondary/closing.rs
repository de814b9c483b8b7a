//! D6: how the market moves up to kick-off.

use statrs::distribution::{Binomial, DiscreteCDF};

use super::{Cut, Finding, SettledForecast, Suspect, distribution, finding};
use crate::{
    domain::{Bookmaker, Probabilities},
    metrics::CLIP,
};

/// How far the market's closing odds lie from its early ones.
pub(super) fn moved(cut: &Cut<'_>) -> Option<Finding> {
    distribution(cut, Suspect::ClosingMove(Bookmaker::Average), |m| {
        Some(kullback_leibler(m.closing?, m.forecast.market?))
    })
}

/// `Σ p ln(p/q)`, nats.
pub(super) fn kullback_leibler(p: Probabilities, q: Probabilities) -> f64 {
    let terms = p.to_array().into_iter().zip(q.to_array());
    terms.map(|(p, q)| p * (p.max(CLIP) / q.max(CLIP)).ln()).sum()
}

/// Of the lines that moved, how many moved towards the model? Fewer than half is a model that the market corrects away from.
pub(super) fn line(cut: &Cut<'_>) -> Option<Finding> {
    let share = |of: &[SettledForecast]| {
        let (towards, moved) = of
            .iter()
            .filter_map(towards_model)
            .fold((0, 0), |(t, n), toward| (t + u64::from(toward), n + 1));
        (towards, moved)
    };
    let (towards, moved) = share(cut.window);
    let (usually, of) = share(cut.reference);
    let ratio = |part: u64, whole: u64| (whole > 0).then(|| part as f64 / whole as f64);
    let p = Binomial::new(0.5, moved).ok()?.cdf(towards);
    Some(finding(
        Suspect::ClosingLine,
        ratio(towards, moved)?,
        ratio(usually, of).unwrap_or(0.5),
        towards as f64,
        p,
    ))
}

/// None where the line did not move across the direction to the model.
fn towards_model(m: &SettledForecast) -> Option<bool> {
    let (market, closing) = (m.forecast.market?.to_array(), m.closing?.to_array());
    let model = m.forecast.model.to_array();
    let along: f64 = closing
        .iter()
        .zip(market)
        .zip(model)
        .map(|((closing, market), model)| (closing - market) * (model - market))
        .sum();
    (along.abs() > 1e-12).then_some(along > 0.0)
}
