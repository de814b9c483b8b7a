//! The pool of model and market.

use serde::{Deserialize, Serialize};

use super::tilt::{Tilt, fit, logs};
use crate::domain::{Outcome, Probabilities};

/// Standard deviation of the weight around 0 before anything is known of a league's model. A match tells the weight about
/// 0.024 (Fisher information on 14 leagues' early odds), so this counts as 1,000 matches.
const PRIOR_SD: f64 = 0.2;
/// Where the unclamped weight is looked for.
const UNCLAMPED: std::ops::RangeInclusive<f64> = -3.0..=3.0;

/// A log-opinion pool (Genest and Zidek, Statistical Science 1, 1986): `p ∝ model^w · market^(1−w)`.
///
/// On five leagues and six seasons the weight that earlier seasons choose is −0.26 to −0.08: a model of goals alone adds
/// nothing to early odds, and a fixed weight of a half costs 0.005 log loss. So the weight starts at 0, is fitted with a
/// prior of a standard deviation of 0.2 around it, is kept in `0..=1`, and may be 0.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Weights", into = "Weights")]
pub struct Blend {
    weight: f64,
    unclamped: f64,
}

/// Model and market on one past match, and what happened.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// The model's calibrated probabilities.
    pub model: Probabilities,
    /// The market's.
    pub market: Probabilities,
    /// What happened.
    pub outcome: Outcome,
}

impl Blend {
    /// Fits the weight by penalised log loss, not below `floor`, which is taken as within `0..=1`. No rows give the floor.
    #[must_use]
    pub fn fit(rows: &[Pair], floor: f64) -> Self {
        let tilts: Vec<(Tilt, Outcome)> = rows
            .iter()
            .map(|row| (tilt(row.model, row.market), row.outcome))
            .collect();
        let unclamped = fit(&tilts, PRIOR_SD.powi(-2), &UNCLAMPED);
        // The loss is convex in the weight, so the best weight in a range is the nearest to the best of all.
        let weight = unclamped.clamp(floor.clamp(0.0, 1.0), 1.0);
        Self { weight, unclamped }
    }

    /// Weight of the model, `0..=1`; the market has the rest.
    #[must_use]
    pub const fn weight(self) -> f64 {
        self.weight
    }

    /// The weight that fits best without a bound: below 0 the past would bet against the model.
    #[must_use]
    pub const fn unclamped(self) -> f64 {
        self.unclamped
    }

    /// The pool. Weight 0 is the market and 1 the model, as they are.
    #[must_use]
    pub fn pool(self, model: Probabilities, market: Probabilities) -> Probabilities {
        if self.weight <= 0.0 {
            market
        } else if self.weight >= 1.0 {
            model
        } else {
            tilt(model, market).at(self.weight)
        }
    }
}

fn tilt(model: Probabilities, market: Probabilities) -> Tilt {
    let [(home, draw, away), (h, d, a)] = [model, market].map(|p| logs(p).into());
    Tilt([(h, home - h), (d, draw - d), (a, away - a)])
}

/// A weight before it is checked, and its names in JSON.
#[derive(Serialize, Deserialize)]
struct Weights {
    weight: f64,
    unclamped: f64,
}

/// A pool that no fit can have written.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("a weight of {0} makes no pool: it must be in 0..=1")]
pub struct BlendError(f64);

impl TryFrom<Weights> for Blend {
    type Error = BlendError;

    fn try_from(w: Weights) -> Result<Self, Self::Error> {
        if (0.0..=1.0).contains(&w.weight) && w.unclamped.is_finite() {
            Ok(Self {
                weight: w.weight,
                unclamped: w.unclamped,
            })
        } else {
            Err(BlendError(w.weight))
        }
    }
}

impl From<Blend> for Weights {
    fn from(blend: Blend) -> Self {
        Self {
            weight: blend.weight,
            unclamped: blend.unclamped,
        }
    }
}

#[cfg(test)]
mod tests;
