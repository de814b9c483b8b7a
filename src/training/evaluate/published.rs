//! What the walks' forecasts would have been published as.

use super::{Evaluated, Evaluation, Publishing};
use crate::{
    domain::BlendVerdict,
    metrics::{Blocks, Tally, log_loss},
    model::{PastForecast, Publishers},
};

/// Publishes every forecast by the publisher that was in force when it was made.
pub(super) fn publish(mut forecasts: Vec<Evaluated>, publishing: Publishing) -> Evaluation {
    let publishers = match publishing {
        Publishing::Learn { floor } => {
            let past: Vec<PastForecast> = forecasts.iter().map(past).collect();
            Publishers::learn(&past, floor)
        }
        Publishing::Inherit(publishers) => publishers,
    };
    let mut tally = Tally::default();
    for Evaluated {
        as_of, score, forecast, ..
    } in &mut forecasts
    {
        forecast.published = publishers.on(*as_of).publish(forecast.model, forecast.market);
        tally.add(forecast, *score);
    }
    Evaluation {
        blend: verdict(&forecasts, &publishers),
        forecasts,
        tally,
        publishers,
    }
}

fn past(evaluated: &Evaluated) -> PastForecast {
    PastForecast {
        as_of: evaluated.as_of,
        day: evaluated.day,
        model: evaluated.forecast.model,
        market: evaluated.forecast.market,
        outcome: evaluated.score.outcome(),
    }
}

/// Log loss of the market minus that of what was published, over the rows with odds.
fn verdict(forecasts: &[Evaluated], publishers: &Publishers) -> Option<BlendVerdict> {
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
