use proptest::prelude::*;

use super::*;
use crate::{
    metrics::{Moments, brier},
    random::Random,
};

/// Forecasts spread over the simplex, and outcomes drawn from `truth` of them.
fn simulate(n: usize, seed: u64, truth: impl Fn(Probabilities) -> Probabilities) -> (Calibration, Moments) {
    let mut random = Random(seed);
    let (mut calibration, mut scores) = (Calibration::default(), Moments::default());
    for _ in 0..n {
        let strength = 1.6 * (random.unit() - 0.45);
        let p = Probabilities::from_weights(strength.exp(), 0.65, (-strength).exp()).unwrap();
        let true_p = truth(p);
        let draw = random.unit();
        let outcome = if draw < true_p.home() {
            Outcome::Home
        } else if draw < true_p.home() + true_p.draw() {
            Outcome::Draw
        } else {
            Outcome::Away
        };
        calibration.add(p, outcome);
        scores.add(brier(p, outcome));
    }
    (calibration, scores)
}

fn sharpened(p: Probabilities, power: f64) -> Probabilities {
    let [home, draw, away] = p.to_array().map(|p| p.powf(power));
    Probabilities::from_weights(home, draw, away).unwrap()
}

#[test]
fn a_calibrated_forecaster_is_left_in_peace() {
    let runs = 400;
    let (mut rejected, mut above, mut ratio) = (0, 0, 0.0);
    for seed in 0..runs {
        let (calibration, scores) = simulate(380, seed, |p| p);
        let judged = calibration.judge(&scores).unwrap();
        rejected += u32::from(judged.p < 0.05);
        above += u32::from(judged.ece > judged.ece_limit);
        ratio += judged.ece / judged.ece_expected / runs as f64;
    }
    // Twenty of 400 are expected; four standard deviations are 17.
    assert!((3..=37).contains(&rejected), "{rejected} of {runs} rejected at 5 %");
    assert!(above <= 37, "{above} of {runs} above the 95 % value of ECE");
    assert!((ratio - 1.0).abs() < 0.05, "ECE is {ratio} of its expectation");
}

#[test]
fn an_overconfident_forecaster_is_found() {
    let (calibration, scores) = simulate(3_000, 1, |p| sharpened(p, 0.6));
    let judged = calibration.judge(&scores).unwrap();
    assert!(judged.z > 4.0 && judged.p < 1e-4, "z = {}", judged.z);
    assert!(judged.ece > judged.ece_limit);
    assert!(judged.decomposition.miscalibration > 0.005);
}

/// Class-wise error in ten bins of perfectly calibrated football forecasts: 0.081 with 100 matches, 0.043 with 380, 0.026
/// with 1,000 (measured on five leagues).
#[test]
fn expected_error_under_calibration_is_known() {
    for (n, published) in [(100, 0.081), (380, 0.043), (1_000, 0.026)] {
        let (calibration, scores) = simulate(n, 7, |p| p);
        let expected = calibration.judge(&scores).unwrap().ece_expected;
        assert!(
            (expected / published - 1.0).abs() < 0.2,
            "n = {n}: {expected} against {published}"
        );
    }
}

#[test]
fn the_band_of_the_curve_holds_a_calibrated_forecaster() {
    let (calibration, scores) = simulate(20_000, 3, |p| p);
    let curve = calibration.judge(&scores).unwrap().curve;
    let outside = curve
        .iter()
        .filter(|point| point.observed < point.low || point.observed > point.high)
        .count();
    assert!(outside <= 2, "{outside} of {} points outside", curve.len());
    assert_eq!(curve.iter().map(|point| point.n).sum::<u64>(), 60_000);
}

#[test]
fn nothing_is_not_judged() {
    assert_eq!(Calibration::default().judge(&Moments::default()), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn the_parts_add_up_to_the_score(n in 1_usize..600, seed in any::<u64>(), power in 0.3..2.0_f64) {
        let (calibration, scores) = simulate(n, seed, |p| sharpened(p, power));
        let parts = calibration.judge(&scores).unwrap().decomposition;
        let sum = parts.miscalibration - parts.discrimination + parts.uncertainty;
        prop_assert!((sum - scores.mean().unwrap()).abs() < 1e-12);
        prop_assert!(parts.discrimination > -1e-12);
        prop_assert!(parts.miscalibration > -0.0004, "{:?}", parts);
    }
}

#[test]
fn sums_of_one_match() {
    let mut c = Calibration::default();
    c.add(Probabilities::new(0.5, 0.3, 0.2).unwrap(), Outcome::Draw);
    assert_eq!(c.outcomes, [0, 1, 0]);
    assert!((c.expected_brier - 0.62).abs() < 1e-12);
    assert!((c.brier_variance - 4.0 * (0.16 - 0.38 * 0.38)).abs() < 1e-12);
    let [home, draw, away] = &c.bins;
    assert_eq!((draw[15].n, draw[15].hits, home[25].hits, away[10].hits), (1, 1, 0, 0));
    assert_eq!(bin_of(1.0), BINS - 1);
    let json = serde_json::to_string(&c).unwrap();
    assert_eq!(serde_json::from_str::<Calibration>(&json).unwrap(), c);
    assert!(serde_json::from_str::<Calibration>(&json.replace("[[25,", "[[99,")).is_err());
}
