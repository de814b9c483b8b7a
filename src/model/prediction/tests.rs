use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::model::parameters::Fields;

fn parameters(intercept: f64, home_advantage: f64, rho: f64) -> LeagueParameters {
    let teams = [1, 2].map(|id| (TeamId(id), Strength::AVERAGE));
    LeagueParameters::try_from(Fields {
        intercept,
        home_advantage,
        rho,
        newcomer: Strength {
            attack: -0.2,
            defence: -0.15,
        },
        strengths: BTreeMap::from(teams),
    })
    .unwrap()
}

/// The scoreline matrix written out.
fn by_matrix(lambda: f64, mu: f64, rho: f64) -> [f64; 3] {
    let poisson = |k: i32, mean: f64| (-mean).exp() * mean.powi(k) / (1..=k).map(f64::from).product::<f64>();
    let mut sums = [0.0; 3];
    for (x, y) in (0..60).flat_map(|x| (0..60).map(move |y| (x, y))) {
        let tau = match (x, y) {
            (0, 0) => 1.0 - lambda * mu * rho,
            (0, 1) => 1.0 + lambda * rho,
            (1, 0) => 1.0 + mu * rho,
            (1, 1) => 1.0 - rho,
            _ => 1.0,
        };
        let outcome = usize::from(x <= y) + usize::from(x < y);
        sums[outcome] += tau * poisson(x, lambda) * poisson(y, mu);
    }
    sums
}

proptest! {
    #[test]
    fn equals_the_scoreline_matrix(lambda in 0.1..6.0_f64, mu in 0.1..6.0_f64, rho in -0.16..0.027_f64) {
        let p = outcomes(lambda, mu, rho).to_array();
        for (p, expected) in p.iter().zip(by_matrix(lambda, mu, rho)) {
            prop_assert!((p - expected).abs() < 1e-11, "{} {}", p, expected);
        }
    }

    #[test]
    fn every_parameter_gives_probabilities(c in -10.0..10.0_f64, h in -10.0..10.0_f64, rho in -1.0..1.0_f64) {
        let p = parameters(c, h, rho).predict(TeamId(1), TeamId(2)).probabilities.to_array();
        prop_assert!((p.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    }
}

#[test]
fn equal_teams_without_home_advantage_are_even() {
    let p = parameters(0.2, 0.0, -0.1).predict(TeamId(1), TeamId(2));
    assert!((p.probabilities.home() - p.probabilities.away()).abs() < 1e-14);
    assert!((p.expected_goals.home - 0.2_f64.exp()).abs() < 1e-12);
    assert!(!p.rho_clamped && !p.unknown_team);
}

#[test]
fn rho_is_clamped_where_the_means_do_not_allow_it() {
    // lambda = mu = 4: rho may lie in -1/4 ..= 1/16.
    let level = 4.0_f64.ln();
    assert!(parameters(level, 0.0, 0.1).predict(TeamId(1), TeamId(2)).rho_clamped);
    assert!(parameters(level, 0.0, -0.3).predict(TeamId(1), TeamId(2)).rho_clamped);
    assert!(!parameters(level, 0.0, 0.05).predict(TeamId(1), TeamId(2)).rho_clamped);
}

#[test]
fn an_unknown_team_gets_the_newcomers_strength() {
    let p = parameters(0.2, 0.3, -0.05).predict(TeamId(9), TeamId(2));
    assert!(p.unknown_team);
    assert!((p.expected_goals.home - (0.2_f64 + 0.3 - 0.2).exp()).abs() < 1e-12);
    assert!((p.expected_goals.away - (0.2_f64 + 0.15).exp()).abs() < 1e-12);
}

#[test]
fn parameters_from_a_broken_file_are_refused() {
    let json = r#"{"intercept":99,"home_advantage":0.2,"rho":0,"newcomer":{"attack":0,"defence":0},"strengths":{}}"#;
    let error = serde_json::from_str::<LeagueParameters>(json).unwrap_err().to_string();
    assert!(error.starts_with("intercept is 99"), "{error}");
}
