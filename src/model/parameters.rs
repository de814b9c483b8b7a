use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::ModelError;
use crate::domain::TeamId;

/// Log-scale strength of a team relative to the league's average; more is better on both sides.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Strength {
    /// Added to the log of the team's own mean goals.
    pub attack: f64,
    /// Subtracted from the log of its opponent's mean goals.
    pub defence: f64,
}

impl Strength {
    /// A team like the average of its league.
    pub const AVERAGE: Self = Self {
        attack: 0.0,
        defence: 0.0,
    };
}

/// What all teams of a league have in common.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LeagueLevel {
    /// Log of the mean goals of an average team away to an average team.
    pub intercept: f64,
    /// Added to the log mean goals of the home team.
    pub home_advantage: f64,
    /// Dependence of low scores.
    pub rho: f64,
}

/// The fitted parameters of one league: all finite and of a size that a league can show.
///
/// `log λ = intercept + home_advantage + attack(home) − defence(away)` and `log μ = intercept + attack(away) −
/// defence(home)` are the log mean goals of home and away team; `rho` is the dependence of low scores (Dixon and Coles,
/// Applied Statistics 46, 1997). Teams are kept in order, so equal parameters give equal bytes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Fields", into = "Fields")]
pub struct LeagueParameters {
    fields: Fields,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Fields {
    pub(super) intercept: f64,
    pub(super) home_advantage: f64,
    pub(super) rho: f64,
    pub(super) newcomer: Strength,
    pub(super) strengths: BTreeMap<TeamId, Strength>,
}

impl LeagueParameters {
    /// Log of the mean goals of an average team away to an average team.
    #[must_use]
    pub const fn intercept(&self) -> f64 {
        self.fields.intercept
    }

    /// Added to the log mean goals of the home team.
    #[must_use]
    pub const fn home_advantage(&self) -> f64 {
        self.fields.home_advantage
    }

    /// Dependence of low scores; negative where draws of few goals are more common than independence says.
    #[must_use]
    pub const fn rho(&self) -> f64 {
        self.fields.rho
    }

    /// What all its teams have in common.
    #[must_use]
    pub const fn level(&self) -> LeagueLevel {
        LeagueLevel {
            intercept: self.fields.intercept,
            home_advantage: self.fields.home_advantage,
            rho: self.fields.rho,
        }
    }

    /// Strength that is assumed of a team which these parameters do not know: the prior mean of a promoted team.
    #[must_use]
    pub const fn newcomer(&self) -> Strength {
        self.fields.newcomer
    }

    /// Strengths of the teams known.
    #[must_use]
    pub const fn strengths(&self) -> &BTreeMap<TeamId, Strength> {
        &self.fields.strengths
    }

    /// Strength of a team, if it is known.
    #[must_use]
    pub fn strength(&self, team: TeamId) -> Option<Strength> {
        self.fields.strengths.get(&team).copied()
    }
}

/// Larger values of a log-scale parameter come from a broken file, not from football: e^10 is 22,000 goals.
const LARGEST: f64 = 10.0;

impl TryFrom<Fields> for LeagueParameters {
    type Error = ModelError;

    fn try_from(fields: Fields) -> Result<Self, Self::Error> {
        let single = [
            ("intercept", fields.intercept),
            ("home_advantage", fields.home_advantage),
            ("rho", fields.rho * LARGEST),
        ];
        let teams = std::iter::once(&fields.newcomer)
            .chain(fields.strengths.values())
            .flat_map(|s| [("attack", s.attack), ("defence", s.defence)]);
        for (what, value) in single.into_iter().chain(teams) {
            if !value.is_finite() {
                return Err(ModelError::NotFinite { what, value });
            }
            if value.abs() > LARGEST {
                return Err(ModelError::OutOfRange { what, value });
            }
        }
        Ok(Self { fields })
    }
}

impl From<LeagueParameters> for Fields {
    fn from(parameters: LeagueParameters) -> Self {
        parameters.fields
    }
}
