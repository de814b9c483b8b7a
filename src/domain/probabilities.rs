//! Three-way outcome probabilities that cannot fail to sum to one.

use serde::{Deserialize, Serialize};

use super::Outcome;

/// How far from 1 the sum of three published probabilities may lie before they are refused.
pub const SUM_TOLERANCE: f64 = 1e-9;

/// Home, draw and away probability of one match: each in `0..=1`, their sum within [`SUM_TOLERANCE`] of 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Triple", into = "Triple")]
pub struct Probabilities {
    home: f64,
    draw: f64,
    away: f64,
}

/// Why three numbers are not [`Probabilities`].
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum ProbabilitiesError {
    /// One of them is not a number in `0..=1`.
    #[error("probability {0} is not a number between 0 and 1")]
    OutOfRange(f64),
    /// Their sum is not 1.
    #[error("probabilities sum to {0}, not to 1 within {SUM_TOLERANCE:e}")]
    Sum(f64),
}

impl Probabilities {
    /// Three equal probabilities: the forecaster who knows nothing.
    pub const UNIFORM: Self = Self {
        home: 1.0 / 3.0,
        draw: 1.0 / 3.0,
        away: 1.0 / 3.0,
    };

    /// Takes three probabilities as they are.
    ///
    /// # Errors
    /// When one lies outside `0..=1` or the sum is not 1 within [`SUM_TOLERANCE`].
    pub fn new(home: f64, draw: f64, away: f64) -> Result<Self, ProbabilitiesError> {
        for p in [home, draw, away] {
            if !(0.0..=1.0).contains(&p) {
                return Err(ProbabilitiesError::OutOfRange(p));
            }
        }
        let sum = home + draw + away;
        if (sum - 1.0).abs() > SUM_TOLERANCE {
            return Err(ProbabilitiesError::Sum(sum));
        }
        Ok(Self { home, draw, away })
    }

    /// Divides three non-negative weights by their sum.
    ///
    /// # Errors
    /// When a weight is negative or not finite, or all are zero.
    pub fn from_weights(home: f64, draw: f64, away: f64) -> Result<Self, ProbabilitiesError> {
        let sum = home + draw + away;
        if !sum.is_finite() || sum <= 0.0 {
            return Err(ProbabilitiesError::Sum(sum));
        }
        Self::new(home / sum, draw / sum, away / sum)
    }

    /// Probability of a home win.
    #[must_use]
    pub const fn home(self) -> f64 {
        self.home
    }

    /// Probability of a draw.
    #[must_use]
    pub const fn draw(self) -> f64 {
        self.draw
    }

    /// Probability of an away win.
    #[must_use]
    pub const fn away(self) -> f64 {
        self.away
    }

    /// Probability given to one outcome.
    #[must_use]
    pub const fn of(self, outcome: Outcome) -> f64 {
        match outcome {
            Outcome::Home => self.home,
            Outcome::Draw => self.draw,
            Outcome::Away => self.away,
        }
    }

    /// Home, draw, away, in this order.
    #[must_use]
    pub const fn to_array(self) -> [f64; 3] {
        [self.home, self.draw, self.away]
    }

    /// The outcome with the largest probability; of equal ones the first of home, draw, away.
    #[must_use]
    pub fn favourite(self) -> Outcome {
        if self.home >= self.draw && self.home >= self.away {
            Outcome::Home
        } else if self.draw >= self.away {
            Outcome::Draw
        } else {
            Outcome::Away
        }
    }

    /// Total variation distance to other probabilities, `0..=1`: half the sum of absolute differences. For three
    /// outcomes this is the largest difference of a single outcome, so it reads as "x points".
    #[must_use]
    pub fn total_variation(self, other: Self) -> f64 {
        0.5 * ((self.home - other.home).abs() + (self.draw - other.draw).abs() + (self.away - other.away).abs())
    }
}

#[derive(Serialize, Deserialize)]
struct Triple {
    home: f64,
    draw: f64,
    away: f64,
}

impl TryFrom<Triple> for Probabilities {
    type Error = ProbabilitiesError;

    fn try_from(t: Triple) -> Result<Self, Self::Error> {
        Self::new(t.home, t.draw, t.away)
    }
}

impl From<Probabilities> for Triple {
    fn from(p: Probabilities) -> Self {
        Self {
            home: p.home,
            draw: p.draw,
            away: p.away,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn weights_always_give_probabilities(h in 0.0..1e9_f64, d in 0.0..1e9_f64, a in 1e-9..1e9_f64) {
            let p = Probabilities::from_weights(h, d, a).unwrap();
            prop_assert!((p.to_array().iter().sum::<f64>() - 1.0).abs() <= SUM_TOLERANCE);
        }

        #[test]
        fn total_variation_is_the_largest_single_difference(
            a in (0.01..1.0_f64, 0.01..1.0_f64, 0.01..1.0_f64), b in (0.01..1.0_f64, 0.01..1.0_f64, 0.01..1.0_f64)
        ) {
            let p = Probabilities::from_weights(a.0, a.1, a.2).unwrap();
            let q = Probabilities::from_weights(b.0, b.1, b.2).unwrap();
            let largest = p.to_array().iter().zip(q.to_array()).map(|(x, y)| (x - y).abs()).fold(0.0, f64::max);
            prop_assert!((p.total_variation(q) - largest).abs() < 1e-12);
        }
    }

    #[test]
    fn refuses_what_is_not_a_probability() {
        assert!(matches!(
            Probabilities::new(0.5, 0.5, 0.1),
            Err(ProbabilitiesError::Sum(_))
        ));
        assert!(matches!(
            Probabilities::new(1.2, -0.1, -0.1),
            Err(ProbabilitiesError::OutOfRange(_))
        ));
        assert!(Probabilities::new(f64::NAN, 0.5, 0.5).is_err());
        assert!(Probabilities::from_weights(0.0, 0.0, 0.0).is_err());
        assert!(serde_json::from_str::<Probabilities>(r#"{"home":0.9,"draw":0.9,"away":0.1}"#).is_err());
    }
}
