use serde::{Deserialize, Serialize};

use super::Strength;

/// What is fitted: the hyper-parameters of a league's model.
///
/// The defaults were chosen by walk-forward log loss over five leagues and six seasons.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(try_from = "Fields", into = "Fields")]
pub struct Specification {
    fields: Fields,
}

/// The hyper-parameters before they are checked, and their names in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "snake_case")]
struct Fields {
    half_life_days: f64,
    ridge: f64,
    promoted_prior: bool,
    promoted_attack: f64,
    promoted_defence: f64,
    estimate_promoted: bool,
    rho_bound: f64,
}

impl Default for Fields {
    fn default() -> Self {
        Self {
            half_life_days: 365.0,
            ridge: 8.0,
            promoted_prior: true,
            promoted_attack: -0.20,
            promoted_defence: -0.15,
            estimate_promoted: true,
            rho_bound: 0.3,
        }
    }
}

/// A hyper-parameter that makes no model.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("{name} = {value} makes no model: it must be {expected}")]
pub struct SpecificationError {
    name: &'static str,
    value: f64,
    expected: &'static str,
}

impl Specification {
    /// Sets the age in days at which a match counts half: above 0 and finite.
    ///
    /// # Errors
    /// When it is not.
    pub fn with_half_life_days(self, half_life_days: f64) -> Result<Self, SpecificationError> {
        Self::try_from(Fields {
            half_life_days,
            ..self.fields
        })
    }

    /// Sets the strength of the shrinkage, in effective matches: 0 (plain maximum likelihood) to 1,000.
    ///
    /// # Errors
    /// When it is outside.
    pub fn with_ridge(self, ridge: f64) -> Result<Self, SpecificationError> {
        Self::try_from(Fields { ridge, ..self.fields })
    }

    /// Sets where promoted teams are shrunk to; attack and defence in `-2..=2`.
    ///
    /// # Errors
    /// When one is outside.
    pub fn with_promoted_prior(self, prior: Strength) -> Result<Self, SpecificationError> {
        Self::try_from(Fields {
            promoted_prior: true,
            promoted_attack: prior.attack,
            promoted_defence: prior.defence,
            ..self.fields
        })
    }

    /// Shrinks promoted teams to the league's average like all others.
    #[must_use]
    pub fn without_promoted_prior(mut self) -> Self {
        self.fields.promoted_prior = false;
        self
    }

    /// Sets whether the promoted prior is estimated for each league from its own past; the fixed prior is then what the
    /// estimate is shrunk towards. See [`Specification::for_season`].
    #[must_use]
    pub fn with_estimated_promoted_prior(mut self, estimate: bool) -> Self {
        self.fields.estimate_promoted = estimate;
        self
    }

    /// Sets the largest absolute value of rho in the fit: above 0, at most 0.9.
    ///
    /// # Errors
    /// When it is outside.
    pub fn with_rho_bound(self, rho_bound: f64) -> Result<Self, SpecificationError> {
        Self::try_from(Fields {
            rho_bound,
            ..self.fields
        })
    }

    /// Age in days at which a match counts half.
    #[must_use]
    pub const fn half_life_days(&self) -> f64 {
        self.fields.half_life_days
    }

    /// Shrinkage of attack and defence towards their prior mean, in effective matches.
    #[must_use]
    pub const fn ridge(&self) -> f64 {
        self.fields.ridge
    }

    /// Prior mean of a promoted team; average where the promoted prior is off.
    #[must_use]
    pub const fn promoted(&self) -> Strength {
        if self.fields.promoted_prior {
            Strength {
                attack: self.fields.promoted_attack,
                defence: self.fields.promoted_defence,
            }
        } else {
            Strength::AVERAGE
        }
    }

    /// Whether the promoted prior is estimated from a league's past, where there is one.
    #[must_use]
    pub const fn estimates_promoted(&self) -> bool {
        self.fields.promoted_prior && self.fields.estimate_promoted
    }

    /// Largest absolute value of rho in the fit.
    #[must_use]
    pub const fn rho_bound(&self) -> f64 {
        self.fields.rho_bound
    }
}

impl TryFrom<Fields> for Specification {
    type Error = SpecificationError;

    fn try_from(f: Fields) -> Result<Self, Self::Error> {
        let rules = [
            (
                "half_life_days",
                f.half_life_days,
                f.half_life_days > 0.0 && f.half_life_days.is_finite(),
                "a number of days above 0",
            ),
            ("ridge", f.ridge, (0.0..=1000.0).contains(&f.ridge), "in 0..=1000"),
            (
                "promoted_attack",
                f.promoted_attack,
                f.promoted_attack.abs() <= 2.0,
                "in -2..=2",
            ),
            (
                "promoted_defence",
                f.promoted_defence,
                f.promoted_defence.abs() <= 2.0,
                "in -2..=2",
            ),
            (
                "rho_bound",
                f.rho_bound,
                f.rho_bound > 0.0 && f.rho_bound <= 0.9,
                "above 0, at most 0.9",
            ),
        ];
        match rules.into_iter().find(|(_, _, holds, _)| !holds) {
            Some((name, value, _, expected)) => Err(SpecificationError { name, value, expected }),
            None => Ok(Self { fields: f }),
        }
    }
}

impl From<Specification> for Fields {
    fn from(specification: Specification) -> Self {
        specification.fields
    }
}

#[cfg(test)]
mod tests;
