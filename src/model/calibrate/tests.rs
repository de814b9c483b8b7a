use chrono::Days;
use proptest::prelude::*;

use super::*;
use crate::{
    model::testing::{day, forecast, outcome},
    random::Random,
};

fn triple() -> impl Strategy<Value = Probabilities> {
    (0.0..1.0_f64, 0.0..1.0_f64, 1e-6..1.0_f64).prop_map(|(h, d, a)| Probabilities::from_weights(h, d, a).unwrap())
}

fn sharpened(p: Probabilities, exponent: f64) -> Probabilities {
    let [h, d, a] = p.to_array().map(|p| p.powf(exponent));
    Probabilities::from_weights(h, d, a).unwrap()
}

/// `n` forecasts over the weeks of a season, said with an exponent of `sharpness` on the truth.
fn graded(n: usize, sharpness: f64, seed: u64) -> Vec<Graded> {
    let mut random = Random(seed);
    let start = day("2023-08-01");
    (0..n)
        .map(|i| {
            let truth = forecast(&mut random);
            Graded {
                day: start + Days::new(i as u64 / 20),
                probabilities: sharpened(truth, sharpness),
                outcome: outcome(truth, &mut random),
            }
        })
        .collect()
}

/// Expected log loss of unseen matches minus that of the forecasts as they are, mean over calibration sets. The truth is
/// known, so no outcome is drawn for it.
fn harm(n: usize, sharpness: f64) -> f64 {
    const SETS: u32 = 12;
    let mut random = Random(999);
    let unseen: Vec<(Probabilities, Probabilities)> = (0..500)
        .map(|_| {
            let truth = forecast(&mut random);
            (truth, sharpened(truth, sharpness))
        })
        .collect();
    let loss = |calibrator: &Calibrator| {
        let expected = |(truth, said): &(Probabilities, Probabilities)| {
            let losses = Outcome::ALL.map(|of| truth.of(of) * tilt::log_loss(calibrator.apply(*said), of));
            losses.iter().sum::<f64>()
        };
        unseen.iter().map(expected).sum::<f64>() / unseen.len() as f64
    };
    let after = |seed| loss(&calibrate(&graded(n, sharpness, seed)));
    (0..SETS).map(|seed| after(u64::from(seed))).sum::<f64>() / f64::from(SETS) - loss(&Calibrator::Identity)
}

#[test]
fn the_ladder_needs_rows_for_each_step() {
    assert_eq!(calibrate(&[]), Calibrator::Identity);
    let step = |n| calibrate(&graded(n, 1.4, 3)).step();
    assert_eq!(step(299), CalibrationStep::Identity);
    assert_eq!(step(999), CalibrationStep::Temperature);
    assert!(step(6_000) > CalibrationStep::Identity);
}

#[test]
fn an_over_confident_model_is_mended() {
    // To the power 1.4 these forecasts cost 0.020 against the truth.
    for (n, least) in [(380, 0.009), (1_500, 0.019)] {
        let harm = harm(n, 1.4);
        assert!(harm < -least, "{n}: {harm}");
    }
}

#[test]
fn a_calibrated_model_is_not_harmed() {
    // What temperature and regularised isotonic maps cost on real forecasts, which the ladder must not exceed.
    assert!(harm(200, 1.0).abs() < 1e-12);
    for (n, most) in [(380, 0.001_1), (800, 0.000_7), (1_500, 0.000_2)] {
        let harm = harm(n, 1.0);
        assert!(harm < most, "{n}: {harm}");
    }
}

#[test]
fn temperature_finds_the_exponent() {
    let fitted = Temperature::fit(&graded(40_000, 1.4, 4)).value();
    assert!((fitted - 1.4).abs() < 0.04, "{fitted}");
    let fitted = Temperature::fit(&graded(40_000, 1.0, 4)).value();
    assert!((fitted - 1.0).abs() < 0.03, "{fitted}");
}

#[test]
fn isotonic_regression_of_a_known_case() {
    // 0.2 came, 0.4 did not: violators, one block at (1 + 50·0.3)/52. 0.9 came: (1 + 50·0.9)/51.
    let map = Isotonic::fit([(0.2, true), (0.4, false), (0.9, true)].into_iter());
    let (low, high) = (16.0 / 52.0, 46.0 / 51.0);
    assert!((map.at(0.3) - low).abs() < 1e-12);
    assert!((map.at(0.0) - low).abs() < 1e-12, "level before the first knot");
    assert!((map.at(0.6) - 0.5 * (low + high)).abs() < 1e-12, "a line between knots");
    assert!((map.at(1.0) - high).abs() < 1e-12, "level after the last");
    let never = Isotonic::fit((0..100_000).map(|_| (0.001, false)));
    assert!((never.at(0.001) - 0.01).abs() < 1e-12, "nothing is impossible");
}

#[test]
fn json_round_trip_and_broken_files() {
    for rows in [graded(299, 1.4, 1), graded(900, 1.4, 1), graded(4_000, 1.4, 1)] {
        let calibrator = calibrate(&rows);
        let json = serde_json::to_string(&calibrator).unwrap();
        assert_eq!(serde_json::from_str::<Calibrator>(&json).unwrap(), calibrator);
        assert_eq!(
            json,
            serde_json::to_string(&calibrate(&rows)).unwrap(),
            "the same rows, the same bytes"
        );
    }
    assert!(serde_json::from_str::<Calibrator>(r#"{"temperature":0}"#).is_err());
    assert!(serde_json::from_str::<Calibrator>(r#"{"isotonic":[[0.5,0.5],[0.4,0.6]]}"#).is_err());
    assert!(serde_json::from_str::<Calibrator>(r#"{"isotonic":[[0.4,0.6],[0.5,0.5]]}"#).is_err());
}

proptest! {
    #[test]
    fn temperature_one_changes_nothing(p in triple()) {
        prop_assert!(Temperature::try_from(1.0).unwrap().apply(p).total_variation(p) < 1e-9);
    }

    #[test]
    fn an_isotonic_map_is_monotone(
        points in prop::collection::vec((0.0..=1.0_f64, any::<bool>()), 0..200), a in 0.0..=1.0_f64, b in 0.0..=1.0_f64
    ) {
        let map = Isotonic::fit(points.into_iter());
        prop_assert!(map.at(a.min(b)) <= map.at(a.max(b)) + 1e-12);
        let knots = Vec::<(f64, f64)>::from(map.clone());
        prop_assert_eq!(Isotonic::try_from(knots).unwrap(), map);
    }

    #[test]
    fn every_step_gives_probabilities(p in triple(), seed in 0_u64..4) {
        let rows = graded(400, 1.4, seed);
        for step in [CalibrationStep::Temperature, CalibrationStep::Isotonic, CalibrationStep::IsotonicPerOutcome] {
            let calibrated = Calibrator::fit(step, &rows).apply(p);
            prop_assert!((calibrated.to_array().iter().sum::<f64>() - 1.0).abs() < 1e-9);
        }
    }
}
