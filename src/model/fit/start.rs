//! Where the optimiser starts, and how curved the objective is there.

use crate::{
    domain::TeamId,
    model::{LeagueParameters, Specification, Strength, sums::Sums},
};

/// Last week's parameters, or the league's mean goals and teams at their prior means.
pub(super) fn point(
    spec: &Specification,
    sums: &Sums,
    prior: &[Strength],
    warm: Option<&LeagueParameters>,
) -> Vec<f64> {
    let away = (sums.away_goals / sums.weight).ln();
    let home = (sums.home_goals / sums.weight).ln();
    // Close to the bound tanh is flat and the optimiser would take it for an optimum.
    let u = |rho: f64| (rho / spec.rho_bound()).clamp(-0.9, 0.9).atanh();
    let head = warm.map_or([away, home - away, 0.0], |w| {
        [w.intercept(), w.home_advantage(), u(w.rho())]
    });
    let known = |(team, prior): (&TeamId, &Strength)| warm.and_then(|w| w.strength(*team)).unwrap_or(*prior);
    let teams: Vec<Strength> = sums.teams.iter().zip(prior).map(known).collect();
    let attack = teams.iter().map(|t| t.attack);
    let defence = teams.iter().map(|t| t.defence);
    head.into_iter().chain(attack).chain(defence).collect()
}

/// The inverse of the Hessian's diagonal near the optimum, where weighted means equal weighted goals.
pub(super) fn inverse_curvature(spec: &Specification, sums: &Sums) -> Vec<f64> {
    // One match tells rho about 0.6 (its Fisher information at 1.5 to 1.2 goals).
    let rho = spec.rho_bound() * spec.rho_bound() * 0.6 * sums.weight;
    let head = [sums.home_goals + sums.away_goals, sums.home_goals, rho];
    let teams = sums
        .scored
        .iter()
        .chain(&sums.conceded)
        .map(|goals| goals + spec.ridge());
    head.into_iter().chain(teams).map(|c| 1.0 / c.max(1e-3)).collect()
}
