use super::*;
use crate::{
    metrics::drift::testing::{chi_square_of_tenths, outcome_of, some_probabilities},
    random::Random,
};

fn p(home: f64, draw: f64, away: f64) -> Probabilities {
    Probabilities::new(home, draw, away).unwrap()
}

/// `n` forecasts whose outcomes are drawn from them.
fn honest(n: usize, random: &mut Random) -> Vec<(Probabilities, Outcome)> {
    (0..n)
        .map(|_| {
            let p = some_probabilities(random);
            (p, outcome_of(p, random.unit()))
        })
        .collect()
}

/// By hand: B = 0.38 + 1.18, E = 2·0.62, V = 2·4(0.16 − 0.1444).
#[test]
fn z_of_two_matches() {
    let test = spiegelhalter(&[(p(0.5, 0.3, 0.2), Outcome::Home), (p(0.5, 0.3, 0.2), Outcome::Away)]).unwrap();
    let by_hand = (0.38 + 0.98 - 1.24) / (2.0_f64 * 4.0 * (0.16 - 0.1444)).sqrt();
    assert!((test.statistic - by_hand).abs() < 1e-12, "{} {by_hand}", test.statistic);
}

/// Of a single match all three outcomes can be listed: home 0.5 has B 0.38, draw 0.3 has 0.78, away 0.2 has 0.98.
#[test]
fn drawn_p_of_a_single_match() {
    for (outcome, at_least) in [(Outcome::Home, 1.0), (Outcome::Draw, 0.5), (Outcome::Away, 0.2)] {
        let test = spiegelhalter(&[(p(0.5, 0.3, 0.2), outcome)]).unwrap();
        assert!((test.p - at_least).abs() < 0.03, "{outcome:?} {}", test.p);
    }
}

#[test]
fn uniform_forecasts_cannot_be_tested_for_calibration() {
    assert_eq!(spiegelhalter(&[(Probabilities::UNIFORM, Outcome::Home); 40]), None);
    assert_eq!(spiegelhalter(&[]), None);
    assert_eq!(outcome_mix(&[]), None);
}

/// With equal probabilities V⁻¹ is the usual one, and X² is Pearson's: (12−10)²/10 + (10−10)²/10 + (8−10)²/10.
#[test]
fn outcome_mix_of_equal_forecasts_is_pearsons() {
    let mut forecasts = vec![(Probabilities::UNIFORM, Outcome::Home); 12];
    forecasts.extend([(Probabilities::UNIFORM, Outcome::Draw); 10]);
    forecasts.extend([(Probabilities::UNIFORM, Outcome::Away); 8]);
    let test = outcome_mix(&forecasts).unwrap();
    assert!((test.statistic - 0.8).abs() < 1e-9, "{}", test.statistic);
    assert!((test.p - (-0.4_f64).exp()).abs() < 1e-9);
}

#[test]
fn p_values_of_honest_forecasts_are_uniform() {
    let mut random = Random(11);
    let (mut calibration, mut mix, mut few) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..1_000 {
        let window = honest(80, &mut random);
        calibration.push(spiegelhalter(&window).unwrap().p);
        mix.push(outcome_mix(&window).unwrap().p);
    }
    for _ in 0..200 {
        few.push(spiegelhalter(&honest(20, &mut random)).unwrap().p);
    }
    for p in [calibration, mix, few] {
        let chi_square = chi_square_of_tenths(&p);
        assert!(chi_square < 27.9, "{chi_square}");
    }
}

/// Normal differences, so that only the reference's own error is at stake.
#[test]
fn a_short_reference_makes_no_more_false_alarms() {
    let mut random = Random(12);
    let mut normal = || (-2.0 * (1.0 - random.unit()).ln()).sqrt() * (std::f64::consts::TAU * random.unit()).cos();
    let looks = 4_000;
    let (mut alarms, mut without_the_error) = (0, 0);
    for _ in 0..looks {
        let mut draw = |n: usize| (0..n).map(|_| 0.17 * normal()).collect::<Moments>();
        let (window, league) = (draw(80), draw(100));
        let reference = crate::metrics::drift::Pool::of(&[league]).reference(&league).unwrap();
        alarms += usize::from(paired_skill(&window, &reference).unwrap().p <= 0.02);
        let exact = Reference { se: 0.0, ..reference };
        without_the_error += usize::from(paired_skill(&window, &exact).unwrap().p <= 0.02);
    }
    let (size, without) = (alarms as f64 / 4_000.0, without_the_error as f64 / 4_000.0);
    assert!((0.014..0.029).contains(&size), "{size}");
    assert!((0.05..0.08).contains(&without), "{without}");
}

#[test]
fn a_model_that_copies_the_market_is_worse_by_any_loss() {
    let copy: Moments = std::iter::repeat_n(0.0, 300).collect();
    let reference = crate::metrics::drift::Pool::of(&[copy]).reference(&copy).unwrap();
    assert_eq!(paired_skill(&copy, &reference).unwrap().p, 1.0);
    let worse: Moments = std::iter::repeat_n(0.01, 80).collect();
    assert_eq!(paired_skill(&worse, &reference).unwrap().p, 0.0);
}

#[test]
fn one_p_pays_for_every_test() {
    let test = |p| {
        Some(Test {
            statistic: 0.0,
            p,
            n: 80,
        })
    };
    let mut tests = PrimaryTests {
        p1: test(0.5),
        p2: test(0.01),
        p3: test(0.2),
        p3_published: None,
    };
    assert!((tests.combined().unwrap() - 0.03).abs() < 1e-12);
    tests.p3_published = test(0.9);
    assert!((tests.combined().unwrap() - 0.04).abs() < 1e-12);
    assert_eq!(PrimaryTests::default().combined(), None);
}
