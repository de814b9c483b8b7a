use chrono::Days;
use proptest::prelude::*;

use super::*;
use crate::{
    domain::CalibrationStep,
    model::testing::{day, forecast, outcome},
    random::Random,
};

fn weighted([home, draw, away]: [f64; 3]) -> Probabilities {
    Probabilities::from_weights(home, draw, away).unwrap()
}

/// Four months in which the model says the truth to the power 1.4 and the market, where it speaks, errs at random.
fn past(n: usize, seed: u64) -> Vec<PastForecast> {
    let mut random = Random(seed);
    let start = day("2023-08-01");
    (0..n)
        .map(|i| {
            let truth = forecast(&mut random);
            let sharp = weighted(truth.to_array().map(|p| p.powf(1.4)));
            let market = weighted(truth.to_array().map(|p| p * random.between(0.6, 1.4)));
            let day = start + Days::new(i as u64 * 120 / n as u64);
            PastForecast {
                as_of: day - Days::new(random.0 % 7),
                day,
                model: sharp,
                market: random.0.is_multiple_of(5).then_some(market),
                outcome: outcome(truth, &mut random),
            }
        })
        .collect()
}

fn published(publishers: &Publishers, row: &PastForecast) -> Probabilities {
    publishers.on(row.as_of).publish(row.model, row.market)
}

#[test]
fn without_odds_the_calibrated_model_is_published() {
    let publishers = Publishers::learn(&past(2_000, 1), 0.0);
    let last = publishers.latest();
    assert_ne!(last.calibrator.step(), CalibrationStep::Identity);
    let model = Probabilities::new(0.7, 0.2, 0.1).unwrap();
    assert_eq!(last.publish(model, None), last.calibrator.apply(model));
    assert_ne!(last.publish(model, None), model);
}

#[test]
fn the_market_is_published_until_the_model_has_shown_its_worth() {
    let publishers = Publishers::learn(&past(2_000, 1), 0.0);
    let (model, market) = (Probabilities::UNIFORM, Probabilities::new(0.5, 0.3, 0.2).unwrap());
    assert_eq!(publishers.on(day("2023-07-31")).publish(model, Some(market)), market);
    let weight = |publisher: &Publisher| publisher.blend.unwrap().weight();
    assert!(weight(publishers.latest()) > 0.1, "it knows more than this market");
    assert!(weight(publishers.on(day("2023-07-31"))).abs() < 1e-12);
}

#[test]
fn what_was_never_learnt_publishes_the_model() {
    let (model, market) = (Probabilities::UNIFORM, Probabilities::new(0.5, 0.3, 0.2).unwrap());
    assert_eq!(Publishers::default().latest().publish(model, Some(market)), model);
    assert_eq!(
        Publishers::learn(&[], 0.0).latest().publish(model, Some(market)),
        market
    );
}

#[test]
fn there_is_one_for_each_month_and_one_for_all() {
    let rows = past(1_200, 2);
    let publishers = Publishers::learn(&rows, 0.0);
    let days: Vec<String> = publishers.by_day.keys().map(ToString::to_string).collect();
    assert_eq!(days, ["2023-09-01", "2023-10-01", "2023-11-01", "2023-11-29"]);
    let json = serde_json::to_string(&publishers).unwrap();
    assert_eq!(serde_json::from_str::<Publishers>(&json).unwrap(), publishers);
    let mut reversed = rows;
    reversed.reverse();
    let of_reversed = Publishers::learn(&reversed, 0.0);
    for (a, b) in publishers.by_day.values().zip(of_reversed.by_day.values()) {
        assert!((a.blend.unwrap().weight() - b.blend.unwrap().weight()).abs() < 1e-9);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_result_never_changes_a_forecast_made_before_it(at in 0_usize..700, to in 0_usize..3) {
        let rows = past(700, 3);
        let mut changed = rows.clone();
        changed[at].outcome = Outcome::ALL[to];
        let (before, after) = (Publishers::learn(&rows, 0.0), Publishers::learn(&changed, 0.0));
        for row in rows.iter().filter(|row| row.as_of <= rows[at].day) {
            prop_assert_eq!(published(&before, row), published(&after, row));
        }
    }

    #[test]
    fn what_is_published_is_probabilities(seed in 0_u64..1_000, floor in 0.0..=1.0_f64) {
        let rows = past(400, seed);
        let publishers = Publishers::learn(&rows, floor);
        for row in &rows {
            let p = published(&publishers, row);
            prop_assert!((p.to_array().iter().sum::<f64>() - 1.0).abs() < 1e-9);
        }
        prop_assert!(publishers.latest().blend.unwrap().weight() >= floor);
    }
}
