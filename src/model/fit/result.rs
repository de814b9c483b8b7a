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
        intercept += centre(&mut attack) - centre(&mut defence);
        // Nothing was seen of a team without matches, so it stands where its prior says.
        let seen = sums.scored.iter().zip(&sums.conceded).map(|(s, c)| s + c > 0.0);
        for (((a, d), p), seen) in attack.iter_mut().zip(&mut defence).zip(prior).zip(seen) {
            if !seen {
                (*a, *d) = (p.attack, p.defence);
            }
        }
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

/// Moves values to mean 0 and returns the mean they had.
fn centre(values: &mut [f64]) -> f64 {
    let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
    for value in values {
        *value -= mean;
    }
    mean
}
