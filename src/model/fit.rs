use std::ops::ControlFlow;

use chrono::NaiveDate;

use super::{
    LeagueParameters, ModelError, Observation, Specification, Strength,
    lbfgs::{Ending, minimise},
    likelihood::{HEAD, Penalised},
    observation, prior,
    sums::Sums,
};
use crate::domain::{Season, TeamId};

mod result;
mod start;

/// Largest component of the gradient at which a fit has converged, in weighted goals.
const TOLERANCE: f64 = 1e-6;
/// Beyond this a strength has no finite optimum: e^6 is 400 times the average.
const RUNAWAY: f64 = 6.0;

/// Teams of fixtures that are not played yet.
#[derive(Debug, Clone, Copy)]
pub struct Coming<'a> {
    /// Their season.
    pub season: Season,
    /// The teams.
    pub teams: &'a [TeamId],
}

/// What to fit on.
#[derive(Debug, Clone, Copy)]
pub struct FitInput<'a> {
    /// Matches of one league, sorted by date, none after `as_of`.
    pub observations: &'a [Observation],
    /// Day from which the age of a match is counted.
    pub as_of: NaiveDate,
    /// Teams of the coming fixtures, so that a promoted team has a strength before its first match.
    pub coming: Option<Coming<'a>>,
    /// Parameters to start from, such as last week's. They change the way, not the result.
    pub start: Option<&'a LeagueParameters>,
}

/// One iteration of a fit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Iteration {
    /// Counted from 1.
    pub number: u32,
    /// Log-likelihood minus the ridge penalty.
    pub log_likelihood: f64,
    /// Largest absolute component of the gradient, in weighted goals.
    pub gradient_norm: f64,
}

/// A converged fit.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// What was found.
    pub parameters: LeagueParameters,
    /// Weighted log-likelihood with all its constants, without the penalty.
    pub log_likelihood: f64,
    /// Weighted log-likelihood minus the ridge penalty: what was maximised.
    pub penalised_log_likelihood: f64,
    /// Iterations made.
    pub iterations: u32,
    /// Largest absolute component of the gradient at the end.
    pub gradient_norm: f64,
    /// Sum of the weights: the number of matches of today that the data is worth.
    pub weighted_matches: f64,
    /// Rho lies within a hundredth of its bound, so the bound and not the data chose it.
    pub rho_at_bound: bool,
}

/// Fits one league by penalised maximum likelihood, all parameters at once.
///
/// Weights are `exp(−ln 2·age/half-life)`. The ridge subtracts `½·ridge·Σ (attack − mean)² + (defence − mean)²`, where the
/// mean is 0, or the promoted prior. With a ridge of 0 the levels of attack and defence are not identified (a constant can
/// move between them and the intercept), so both are moved to mean 0 after the fit, which changes no forecast. Groups of
/// teams that never met stay, relative to each other, where the fit started.
///
/// `report` hears of every iteration and may stop the fit.
///
/// # Errors
/// When the data is empty, out of order or has no goals, when the caller stops it, and when the optimiser does not
/// converge: an unfinished fit is never returned.
pub fn fit(
    specification: &Specification,
    input: &FitInput<'_>,
    mut report: impl FnMut(Iteration) -> ControlFlow<()>,
) -> Result<Fit, ModelError> {
    observation::check(input.observations)?;
    let further = input.coming.map_or(&[][..], |c| c.teams);
    let sums = Sums::new(input.observations, input.as_of, specification.half_life_days(), further)?;
    check(&sums, input)?;
    let prior = prior::means(specification, input.observations, input.coming.as_ref(), &sums.teams);
    let mut objective = Penalised::new(specification, &sums, &prior);
    let mut theta = start::point(specification, &sums, &prior, input.start);
    if !objective.evaluate(&theta, &mut vec![0.0; theta.len()]).is_finite() {
        // Last week's rho may not be valid for a pair that is new this week; a cold start has rho = 0, which always is.
        theta = start::point(specification, &sums, &prior, None);
    }
    let (ending, last) = minimise(
        &mut theta,
        &start::inverse_curvature(specification, &sums),
        TOLERANCE,
        |theta, gradient| objective.evaluate(theta, gradient),
        |p| {
            report(Iteration {
                number: p.iteration,
                log_likelihood: -p.value,
                gradient_norm: p.gradient_norm,
            })
        },
    );
    conclude(ending, &last, &theta, &sums)?;
    let penalty = penalty(specification, &theta, &prior);
    let parameters = result::parameters(specification, &sums, theta, &prior)?;
    Ok(Fit {
        rho_at_bound: parameters.rho().abs() > 0.99 * specification.rho_bound(),
        parameters,
        log_likelihood: penalty - last.value,
        penalised_log_likelihood: -last.value,
        iterations: last.iteration,
        gradient_norm: last.gradient_norm,
        weighted_matches: sums.weight,
    })
}

fn check(sums: &Sums, input: &FitInput<'_>) -> Result<(), ModelError> {
    if input.observations.is_empty() || sums.weight <= 0.0 {
        return Err(ModelError::Empty { as_of: input.as_of });
    }
    for (side, goals) in [("home", sums.home_goals), ("away", sums.away_goals)] {
        if goals <= 0.0 {
            return Err(ModelError::NoGoals {
                side,
                matches: input.observations.len(),
            });
        }
    }
    Ok(())
}

fn conclude(ending: Ending, last: &super::lbfgs::Progress, theta: &[f64], sums: &Sums) -> Result<(), ModelError> {
    if ending == Ending::Cancelled {
        return Err(ModelError::Cancelled {
            iterations: last.iteration,
        });
    }
    if !last.value.is_finite() {
        return Err(ModelError::NotFinite {
            what: "the log-likelihood",
            value: -last.value,
        });
    }
    let strengths = theta.iter().skip(HEAD).zip(sums.teams.iter().cycle());
    if let Some((value, team)) = strengths.into_iter().find(|(value, _)| value.abs() > RUNAWAY) {
        return Err(ModelError::Unbounded {
            team: *team,
            value: *value,
        });
    }
    if ending == Ending::Stuck {
        return Err(ModelError::NotConverged {
            iterations: last.iteration,
            gradient_norm: last.gradient_norm,
            log_likelihood: -last.value,
        });
    }
    Ok(())
}

fn penalty(spec: &Specification, theta: &[f64], prior: &[Strength]) -> f64 {
    let means = prior.iter().map(|p| p.attack).chain(prior.iter().map(|p| p.defence));
    let squares = theta
        .iter()
        .skip(HEAD)
        .zip(means)
        .map(|(value, mean)| (value - mean).powi(2));
    0.5 * spec.ridge() * squares.sum::<f64>()
}

#[cfg(test)]
mod tests;
