//! The model against published figures on the Premier League.

use crate::football_data;
use std::ops::ControlFlow;

use football_data::LeagueData;
use touchline::model::{Devig, FitInput, Specification, Walk, fit, walk_forward};

#[test]
fn the_fit_reaches_the_known_maximum() {
    let Some(data) = LeagueData::load("E0", 2016, 2024) else {
        return;
    };
    assert_eq!(data.observations.len(), 3420);
    let specification = Specification::default()
        .with_half_life_days(385.08)
        .unwrap()
        .with_ridge(0.0)
        .unwrap();
    let input = FitInput {
        observations: &data.observations,
        as_of: data.observations.last().unwrap().date,
        coming: None,
        start: None,
    };
    let fit = fit(&specification, &input, |_| ControlFlow::Continue(())).unwrap();
    println!(
        "log-likelihood {:.4} after {} iterations, rho {:.4}",
        fit.log_likelihood,
        fit.iterations,
        fit.parameters.rho()
    );
    assert!(fit.log_likelihood >= -1_840.452_25, "{}", fit.log_likelihood);
    // The level is fixed, although the data does not fix it.
    let levels = fit
        .parameters
        .strengths()
        .values()
        .fold([0.0, 0.0], |[a, d], s| [a + s.attack, d + s.defence]);
    assert!(levels.iter().all(|sum| sum.abs() < 1e-9));
}

#[test]
fn walk_forward_beats_climatology_and_stays_behind_the_market() {
    let Some(data) = LeagueData::load("E0", 2016, 2025) else {
        return;
    };
    let walk = Walk {
        from: "2023-08-01".parse().unwrap(),
        to: "2026-01-31".parse().unwrap(),
        refit_every_days: 7,
    };
    let mut refits = Vec::new();
    let forecasts = walk_forward(
        &Specification::default(),
        &data.observations,
        &walk,
        |refit| {
            refits.push(refit.iterations);
            ControlFlow::Continue(())
        },
        || false,
    )
    .unwrap();
    let (mut model, mut climatology, mut market) = (0.0, 0.0, 0.0);
    for f in &forecasts {
        let outcome = data.observations[f.index].score.outcome();
        let odds = data.odds[f.index].expect("every match of these seasons has odds");
        model -= f.prediction.probabilities.of(outcome).ln();
        climatology -= f.climatology.of(outcome).ln();
        market -= Devig::Power.apply(odds).probabilities.of(outcome).ln();
    }
    let n = forecasts.len() as f64;
    println!(
        "{} matches in {} refits ({} iterations): log loss model {:.4}, climatology {:.4}, market {:.4}",
        forecasts.len(),
        refits.len(),
        refits.iter().sum::<u32>(),
        model / n,
        climatology / n,
        market / n
    );
    assert_eq!(refits.len(), 89);
    assert!(model / n <= 0.9665);
    assert!(market < model && model < climatology);
}
