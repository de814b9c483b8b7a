//! From the optimum to the parameters of a league.

use crate::model::{LeagueParameters, ModelError, Specification, Strength, parameters::Fields, sums::Sums};

pub(super) fn parameters(
    spec: &Specification,
    sums: &Sums,
    theta: Vec<f64>,
    prior: &[Strength],
) -> Result<LeagueParameters, ModelError> {
    let mut theta = theta.into_iter();
    let mut next = || theta.next().unwrap_or_default();
    let (mut intercept, home_advantage, u) = (next(), next(), next());
    let n = sums.teams.len();
    let mut attack: Vec<f64> = theta.by_ref().take(n).collect();
    let mut defence: Vec<f64> = theta.collect();
    if spec.ridge() == 0.0 {
        let seen: Vec<bool> = sums
            .scored
            .iter()
            .zip(&sums.conceded)
            .map(|(s, c)| s + c > 0.0)
            .collect();
        let prior_attack = prior.iter().map(|p| p.attack);
        let prior_defence = prior.iter().map(|p| p.defence);
        intercept += centre(&mut attack, &seen, prior_attack) - centre(&mut defence, &seen, prior_defence);
    }
    let strengths = attack
        .into_iter()
        .zip(defence)
        .map(|(attack, defence)| Strength { attack, defence });
    LeagueParameters::try_from(Fields {
        intercept,
        home_advantage,
        rho: spec.rho_bound() * u.tanh(),
        newcomer: spec.promoted(),
        strengths: sums.teams.iter().copied().zip(strengths).collect(),
    })
}

/// Moves the values of teams that were seen to mean 0 and returns the mean they had. A team without matches stands where
/// its prior says.
fn centre(values: &mut [f64], seen: &[bool], prior: impl Iterator<Item = f64>) -> f64 {
    let of_seen = values.iter().zip(seen).filter(|(_, seen)| **seen);
    let (count, sum) = of_seen.fold((0.0, 0.0), |(count, sum), (value, _)| (count + 1.0, sum + value));
    let mean = if count > 0.0 { sum / count } else { 0.0 };
    for ((value, seen), prior) in values.iter_mut().zip(seen).zip(prior) {
        *value = if *seen { *value - mean } else { prior };
    }
    mean
}
