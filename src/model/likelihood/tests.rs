use proptest::prelude::*;

use super::*;
use crate::model::testing::{Truth, day};
use crate::random::Random;

fn specification(ridge: f64) -> Specification {
    Specification::default().with_ridge(ridge).unwrap()
}

/// The log-likelihood written down match by match, as in the paper.
fn by_hand(matches: &[crate::model::Observation], truth: &Truth) -> f64 {
    let factorial = |k: u8| (1..=k).map(f64::from).product::<f64>();
    let of_match = |o: &crate::model::Observation| {
        let (home, away) = (usize::try_from(o.home.0).unwrap(), usize::try_from(o.away.0).unwrap());
        let (lambda, mu) = truth.means(home, away);
        let tau = match (o.score.home, o.score.away) {
            (0, 0) => 1.0 - lambda * mu * truth.rho,
            (0, 1) => 1.0 + lambda * truth.rho,
            (1, 0) => 1.0 + mu * truth.rho,
            (1, 1) => 1.0 - truth.rho,
            _ => 1.0,
        };
        let poisson = |k: u8, mean: f64| (-mean).exp() * mean.powi(i32::from(k)) / factorial(k);
        let age = (day("2015-10-01") - o.date).num_days() as f64;
        0.5_f64.powf(age / 365.0) * (tau * poisson(o.score.home, lambda) * poisson(o.score.away, mu)).ln()
    };
    matches.iter().map(of_match).sum()
}

#[test]
fn sums_per_pair_give_the_likelihood_of_the_single_matches() {
    let mut random = Random(1);
    let truth = Truth::random(6, &mut random);
    let matches = truth.play(20, &mut random);
    let sums = Sums::new(&matches, day("2015-10-01"), 365.0, &[]).unwrap();
    let prior = vec![Strength::AVERAGE; 6];
    let head = [truth.intercept, truth.home_advantage, (truth.rho / 0.3).atanh()];
    let theta: Vec<f64> = head
        .iter()
        .chain(&truth.attack)
        .chain(&truth.defence)
        .copied()
        .collect();
    let mut gradient = vec![0.0; theta.len()];
    let value = -Penalised::new(&specification(0.0), &sums, &prior).evaluate(&theta, &mut gradient);
    let expected = by_hand(&matches, &truth);
    assert!((value - expected).abs() < 1e-9 * expected.abs(), "{value} {expected}");
}

#[test]
fn a_tau_that_is_not_positive_is_a_wall() {
    let mut random = Random(2);
    let matches = Truth::random(4, &mut random).play(20, &mut random);
    let sums = Sums::new(&matches, day("2015-10-01"), 365.0, &[]).unwrap();
    let prior = vec![Strength::AVERAGE; 4];
    let mut theta = vec![0.0; HEAD + 8];
    theta[0] = 2.0;
    theta[2] = 5.0;
    let mut gradient = vec![0.0; theta.len()];
    let value = Penalised::new(&specification(8.0), &sums, &prior).evaluate(&theta, &mut gradient);
    assert!(value.is_infinite() && value > 0.0);
}

proptest! {
    /// Every derivative against central differences of fourth order, to 1e-6 relative (absolute where it is below 1).
    #[test]
    fn gradient_is_that_of_the_value(
        seed in any::<u64>(),
        ridge in 0.0..20.0_f64,
        head in (-0.4..0.3_f64, -0.2..0.5_f64, -0.7..0.7_f64),
        strengths in prop::collection::vec(-0.6..0.6_f64, 10),
    ) {
        let mut random = Random(seed);
        let matches = Truth::random(5, &mut random).play(4, &mut random);
        let sums = Sums::new(&matches, day("2015-10-01"), 365.0, &[]).unwrap();
        let prior = vec![Strength { attack: -0.2, defence: -0.15 }; 5];
        let specification = specification(ridge);
        let mut objective = Penalised::new(&specification, &sums, &prior);
        let theta: Vec<f64> = [head.0, head.1, head.2].into_iter().chain(strengths).collect();
        let mut gradient = vec![0.0; theta.len()];
        let value = objective.evaluate(&theta, &mut gradient);
        prop_assume!(value.is_finite());
        for index in 0..theta.len() {
            let mut scratch = vec![0.0; theta.len()];
            let mut at = |offset: f64| {
                let mut moved = theta.clone();
                moved[index] += offset;
                objective.evaluate(&moved, &mut scratch)
            };
            // Right at a wall, where some tau vanishes, no finite difference is exact.
            prop_assume!(at(0.05).is_finite() && at(-0.05).is_finite());
            let h = 2e-4;
            let numeric = (8.0 * (at(h) - at(-h)) - (at(2.0 * h) - at(-2.0 * h))) / (12.0 * h);
            let error = (numeric - gradient[index]).abs();
            prop_assert!(error <= 1e-6 * gradient[index].abs().max(1.0), "{}: {} {}", index, numeric, gradient[index]);
        }
    }
}
