use super::*;
use crate::{
    domain::{Outcome, Probabilities},
    metrics::drift::testing::{change_last, league, outcome_of, score_of, swap_teams},
    random::Random,
};

#[test]
fn the_first_bets_by_hand() {
    let mut random = Random(51);
    let series = league("E0", &[2], &mut random);
    let mut matches = series.matches().to_vec();
    for m in &mut matches {
        m.forecast.published = Probabilities::new(0.5, 0.3, 0.2).unwrap();
        m.forecast.market = Probabilities::new(0.2, 0.3, 0.5).ok();
        m.score = score_of(Outcome::Away);
    }
    // Away pays (0.1 + 0.25) / 0.2 = 1.75, home (0.25 + 0.1) / 0.5 = 0.7.
    let twice = EProcess::run(&matches).unwrap();
    assert!((twice.value - 1.75 * 1.75).abs() < 1e-12);
    matches[1].score = score_of(Outcome::Home);
    let e = EProcess::run(&matches).unwrap();
    assert!((e.value - 1.75 * 0.7).abs() < 1e-12 && (e.peak - 1.75).abs() < 1e-12 && e.n == 2);
}

#[test]
fn there_is_nothing_to_bet_on_where_the_market_is_published() {
    let series = change_last(&league("E0", &[30], &mut Random(52)), 30, |m| {
        m.forecast.published = m.forecast.market.unwrap();
    });
    assert_eq!(EProcess::run(series.matches()), None);
    assert_eq!(EProcess::run(&[]), None);
}

/// Outcomes are drawn from what is published, so the mean of E is 1 however many bets are made, and 100 is reached in at
/// most one of a hundred seasons.
#[test]
fn a_martingale_if_the_published_probabilities_are_right() {
    let mut random = Random(53);
    let mut sum = 0.0;
    let mut reached = 0;
    let seasons = 4_000;
    let template = league("E0", &[40], &mut random);
    for _ in 0..seasons {
        let mut draw = Random(random.0);
        random.unit();
        let season = change_last(&template, 40, |m| {
            m.score = score_of(outcome_of(m.forecast.published, draw.unit()));
        });
        let e = EProcess::run(season.matches()).unwrap();
        sum += e.value;
        reached += usize::from(e.peak >= 100.0);
    }
    let mean = sum / f64::from(seasons);
    assert!((mean - 1.0).abs() < 0.05, "{mean}");
    assert!(reached <= 60, "{reached}");
}

#[test]
fn swapped_teams_are_refuted_within_four_weeks() {
    let series = change_last(&league("E0", &[40], &mut Random(54)), 40, swap_teams);
    let e = EProcess::run(series.matches()).unwrap();
    assert!(e.value > 100.0, "{e:?}");
}

#[test]
fn what_was_called_impossible_is_no_infinity() {
    let series = change_last(&league("E0", &[40], &mut Random(55)), 40, |m| {
        m.forecast.published = Probabilities::new(1.0, 0.0, 0.0).unwrap();
        m.score = score_of(Outcome::Away);
    });
    assert!(EProcess::run(series.matches()).unwrap().value.is_finite());
}
