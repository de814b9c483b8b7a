use serde::{Deserialize, Serialize};

use super::Graded;
use crate::{
    domain::Probabilities,
    model::tilt::{self, Tilt, logs},
};

/// Inverse temperatures that a football model can need; beyond them the data is broken.
const INVERSE: std::ops::RangeInclusive<f64> = 0.2..=5.0;

/// `p^(1/T)`, normalised (Guo, Pleiss, Sun and Weinberger, ICML 2017): above 1 it takes confidence away, 1 changes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Temperature(f64);

impl Temperature {
    /// The temperature with the least log loss, in `0.2..=5`.
    pub(super) fn fit(rows: &[Graded]) -> Self {
        let tilts: Vec<_> = rows.iter().map(|row| (tilt(row.probabilities), row.outcome)).collect();
        Self(1.0 / tilt::fit(&tilts, 0.0, &INVERSE))
    }

    /// The temperature.
    #[must_use]
    pub const fn value(self) -> f64 {
        self.0
    }

    pub(super) fn apply(self, p: Probabilities) -> Probabilities {
        tilt(p).at(1.0 / self.0)
    }
}

fn tilt(p: Probabilities) -> Tilt {
    Tilt(logs(p).map(|log| (0.0, log)))
}

/// A temperature that no fit can have written.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("{0} is no temperature: it must be in 0.2..=5")]
pub struct TemperatureError(f64);

impl TryFrom<f64> for Temperature {
    type Error = TemperatureError;

    fn try_from(value: f64) -> Result<Self, Self::Error> {
        if (0.2..=5.0).contains(&value) {
            Ok(Self(value))
        } else {
            Err(TemperatureError(value))
        }
    }
}

impl From<Temperature> for f64 {
    fn from(temperature: Temperature) -> Self {
        temperature.0
    }
}
