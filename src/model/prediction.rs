use super::{LeagueLevel, LeagueParameters, Strength};
use crate::domain::{ExpectedGoals, Probabilities, TeamId};

/// A forecast of one match.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prediction {
    /// Home, draw and away.
    pub probabilities: Probabilities,
    /// Mean goals of both teams.
    pub expected_goals: ExpectedGoals,
    /// Rho was outside what these means allow and was moved to the nearest valid value.
    pub rho_clamped: bool,
    /// At least one team is not in the parameters and was given the newcomer's strength.
    pub unknown_team: bool,
}

/// Means outside are no football; within, scorelines stay countable.
const MEANS: std::ops::RangeInclusive<f64> = 1e-3..=30.0;
/// Probability of more goals than are summed over; the outcome probabilities are divided by their sum afterwards.
const TAIL: f64 = 1e-13;

impl LeagueParameters {
    /// Forecasts a match; a team that these parameters do not know is given the newcomer's strength.
    #[must_use]
    pub fn predict(&self, home: TeamId, away: TeamId) -> Prediction {
        let (home, home_unknown) = self.known_or_newcomer(home);
        let (away, away_unknown) = self.known_or_newcomer(away);
        Prediction {
            unknown_team: home_unknown || away_unknown,
            ..self.level().predict(home, away)
        }
    }

    fn known_or_newcomer(&self, team: TeamId) -> (Strength, bool) {
        let known = self.strength(team);
        (known.unwrap_or_else(|| self.newcomer()), known.is_none())
    }
}

impl LeagueLevel {
    /// Forecasts a match between teams of these strengths.
    ///
    /// Sums the scoreline probabilities of Dixon and Coles up to a number of goals that either team exceeds with a
    /// probability below 1e-13. Rho is clamped to `max(−1/λ, −1/μ) ..= min(1/(λμ), 1)`, where every scoreline keeps a
    /// probability of at least 0.
    #[must_use]
    pub fn predict(&self, home: Strength, away: Strength) -> Prediction {
        let lambda = mean(self.intercept + self.home_advantage + home.attack - away.defence);
        let mu = mean(self.intercept + away.attack - home.defence);
        let rho = self
            .rho
            .clamp((-1.0 / lambda).max(-1.0 / mu), (1.0 / (lambda * mu)).min(1.0));
        Prediction {
            probabilities: outcomes(lambda, mu, rho),
            expected_goals: ExpectedGoals { home: lambda, away: mu },
            rho_clamped: (rho - self.rho).abs() > 0.0,
            unknown_team: false,
        }
    }
}

fn mean(log_mean: f64) -> f64 {
    log_mean.exp().clamp(*MEANS.start(), *MEANS.end())
}

/// Outcome probabilities: those of independent Poisson goals, then tau moves probability among the four low scores.
fn outcomes(lambda: f64, mu: f64, rho: f64) -> Probabilities {
    let (mut home, mut draw, mut away) = (0.0, 0.0, 0.0);
    // Probability of exactly `goals` for either side, and of fewer than that.
    let (mut p, mut q) = ((-lambda).exp(), (-mu).exp());
    let (mut p_below, mut q_below) = (0.0, 0.0);
    let mut goals = 0.0;
    while goals < lambda.max(mu) || p.max(q) > TAIL {
        home += p * q_below;
        draw += p * q;
        away += q * p_below;
        p_below += p;
        q_below += q;
        goals += 1.0;
        p *= lambda / goals;
        q *= mu / goals;
    }
    // tau − 1 times the probability of 0-0, 0-1, 1-0 and 1-1 is this amount, with signs that sum to 0.
    let moved = rho * lambda * mu * (-lambda - mu).exp();
    Probabilities::from_weights(
        (home + moved).max(0.0),
        (draw - 2.0 * moved).max(0.0),
        (away + moved).max(0.0),
    )
    .unwrap_or(Probabilities::UNIFORM)
}

#[cfg(test)]
mod tests;
