//! What the walks' forecasts would have been published as.

use super::calibrate::{Evaluated, Walked};
use crate::{
    domain::BlendVerdict,
    metrics::{Blocks, log_loss},
    model::{PastForecast, Publishers},
};

/// A walk's forecasts, each published by the publisher that was in force when it was made.
pub(in crate::training) fn published(walked: &Walked) -> Vec<Evaluated> {
    let publish = |evaluated: &Evaluated| {
        let mut evaluated = *evaluated;
        let (model, market) = (evaluated.forecast.model, evaluated.forecast.market);
        evaluated.forecast.published = walked.publishers.on(evaluated.as_of).publish(model, market);
        evaluated
    };
    walked.forecasts.iter().map(publish).collect()
}

pub(super) fn past(evaluated: &Evaluated) -> PastForecast {
    PastForecast {
        as_of: evaluated.as_of,
        day: evaluated.day,
        model: evaluated.forecast.model,
        market: evaluated.forecast.market,
        outcome: evaluated.score.outcome(),
    }
}

/// Log loss of the market minus that of what was published, over the rows with odds.
pub(super) fn verdict(forecasts: &[Evaluated], publishers: &Publishers) -> Option<BlendVerdict> {
    let blend = publishers.latest().blend?;
    let mut gains = Blocks::default();
    for evaluated in forecasts {
        let outcome = evaluated.score.outcome();
        if let Some(market) = evaluated.forecast.market {
            let published = evaluated.forecast.published;
            gains.add(evaluated.day, log_loss(market, outcome) - log_loss(published, outcome));
        }
    }
    Some(BlendVerdict {
        weight: blend.weight(),
        unclamped: blend.unclamped(),
        adds: gains.mean()?,
        interval: gains.interval(),
        n: gains.n(),
    })
}

#[cfg(test)]
mod tests;
