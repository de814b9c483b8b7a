use super::*;
use crate::{
    metrics::{
        Moments,
        drift::{
            testing::{chi_square_of_tenths, outcome_of, some_probabilities},
            usual::Differences,
        },
    },
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

/// With equal probabilities V⁻¹ is the usual one, and X² is Pearson's: (12−10)²/10 + (10−10)²/10 + (8−10)²/10. Its p is
/// near the χ² law's.
#[test]
fn outcome_mix_of_equal_forecasts_is_pearsons() {
    let mut forecasts = vec![(Probabilities::UNIFORM, Outcome::Home); 12];
    forecasts.extend([(Probabilities::UNIFORM, Outcome::Draw); 10]);
    forecasts.extend([(Probabilities::UNIFORM, Outcome::Away); 8]);
    let test = outcome_mix(&forecasts).unwrap();
    assert!((test.statistic - 0.8).abs() < 1e-9, "{}", test.statistic);
    assert!((test.p - (-0.4_f64).exp()).abs() < 0.05, "{}", test.p);
}

/// Of three matches all 27 results can be listed.
#[test]
fn exact_p_of_three_matches() {
    let forecasts = [p(0.5, 0.3, 0.2), p(0.2, 0.3, 0.5), p(0.6, 0.25, 0.15)];
    let with = |outcomes: [Outcome; 3]| -> Vec<_> { forecasts.into_iter().zip(outcomes).collect() };
    let all = || {
        let pairs = Outcome::ALL.into_iter().flat_map(|a| Outcome::ALL.map(|b| (a, b)));
        pairs.flat_map(|(a, b)| Outcome::ALL.map(|c| [a, b, c]))
    };
    for seen in all() {
        let test = outcome_mix(&with(seen)).unwrap();
        let listed: f64 = all()
            .filter(|other| outcome_mix(&with(*other)).unwrap().statistic >= test.statistic - 1e-9)
            .map(|other| with(other).iter().map(|(p, outcome)| p.of(*outcome)).product::<f64>())
            .sum();
        assert!((test.p - listed).abs() < 1e-12, "{seen:?} {} {listed}", test.p);
    }
}

/// Far out too: strong favourites have a skewed Brier score. 20 and 20 of 20,000 are asked for, and the standard deviation
/// is 4.5.
#[test]
fn p_values_are_right_far_out() {
    let mut random = Random(13);
    let (mut calibration, mut by_normal_law, mut mix, mut by_chi_square) = (0, 0, 0, 0);
    for _ in 0..20_000 {
        let window: Vec<_> = (0..80)
            .map(|_| {
                let home = 0.70 + 0.25 * random.unit();
                let p = Probabilities::from_weights(home, 0.6 * (1.0 - home), 0.4 * (1.0 - home)).unwrap();
                (p, outcome_of(p, random.unit()))
            })
            .collect();
        let test = spiegelhalter(&window).unwrap();
        calibration += usize::from(test.p <= 0.001);
        by_normal_law += usize::from(upper_tail(test.statistic) <= 0.001);
        let test = outcome_mix(&window).unwrap();
        mix += usize::from(test.p <= 0.001);
        by_chi_square += usize::from((-0.5 * test.statistic).exp() <= 0.001);
    }
    println!("P1 {calibration}, by the normal law {by_normal_law}; P2 {mix}, by the χ² law {by_chi_square}");
    assert!((8..=34).contains(&calibration) && (6..=34).contains(&mix));
    assert!(by_normal_law > 28, "{by_normal_law}");
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
        let mut draw = |n: usize| (0..n).map(|_| 0.17 * normal()).collect::<Vec<f64>>();
        let (window, league) = (draw(80).into_iter().collect(), draw(100));
        let differences = Differences::of(std::iter::once(league.as_slice()));
        let usual = differences.usual(&league).unwrap();
        alarms += usize::from(paired_skill(&window, usual).unwrap().p <= 0.02);
        let mut exact = usual;
        exact.reference.se = 0.0;
        without_the_error += usize::from(paired_skill(&window, exact).unwrap().p <= 0.02);
    }
    let (size, without) = (alarms as f64 / 4_000.0, without_the_error as f64 / 4_000.0);
    assert!((0.014..0.029).contains(&size), "{size}");
    assert!((0.05..0.08).contains(&without), "{without}");
}

/// Differences of skewness 1 (a gamma law of shape 4), whose reference is drawn anew each time. 20 of 20,000 are asked for.
#[test]
fn a_skewed_difference_is_no_false_alarm() {
    let mut random = Random(14);
    let mut gamma = || -0.08 * (0..4).map(|_| (1.0 - random.unit()).ln()).sum::<f64>();
    let mut draw = |n: usize| (0..n).map(|_| gamma()).collect::<Vec<f64>>();
    let (mut alarms, mut by_normal_law) = (0, 0);
    for _ in 0..20_000 {
        let (window, league) = (draw(80).into_iter().collect(), draw(760));
        let differences = Differences::of(std::iter::once(league.as_slice()));
        let test = paired_skill(&window, differences.usual(&league).unwrap()).unwrap();
        alarms += usize::from(test.p <= 0.001);
        by_normal_law += usize::from(upper_tail(test.statistic) <= 0.001);
    }
    println!("P3 {alarms}, by the normal law {by_normal_law}");
    assert!((8..=34).contains(&alarms), "{alarms}");
    assert!(by_normal_law > alarms, "{by_normal_law}");
}

#[test]
fn a_model_that_copies_the_market_is_worse_by_any_loss() {
    let copy = [0.0; 300];
    let differences = Differences::of(std::iter::once(copy.as_slice()));
    let usual = differences.usual(&copy).unwrap();
    assert_eq!(paired_skill(&copy.into_iter().collect(), usual).unwrap().p, 1.0);
    let worse: Moments = std::iter::repeat_n(0.01, 80).collect();
    assert_eq!(paired_skill(&worse, usual).unwrap().p, 0.0);
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
