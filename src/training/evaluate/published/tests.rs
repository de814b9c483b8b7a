use chrono::{Days, NaiveDate};

use super::*;
use crate::{
    domain::{CalibrationStep, Contribution, ExpectedGoals, Forecast, Probabilities, Score},
    random::Random,
};

/// Weekly rounds whose results are drawn from the market, which the model only partly knows; every tenth has no odds.
fn walked(n: u64, seed: u64) -> Vec<Evaluated> {
    let mut random = Random(seed);
    let start = NaiveDate::from_ymd_opt(2023, 8, 5).unwrap();
    (0..n)
        .map(|i| {
            let strength = random.between(-1.2, 1.5);
            let weights = |s: f64| Probabilities::from_weights(s.exp(), 0.8, (-s).exp()).unwrap();
            let (market, model) = (weights(strength), weights(strength + random.between(-0.6, 0.6)));
            let u = random.unit();
            let (home, away) = match u {
                u if u < market.home() => (1, 0),
                u if u < market.home() + market.draw() => (1, 1),
                _ => (0, 1),
            };
            let day = start + Days::new(i / 10 * 7);
            Evaluated {
                match_id: i64::try_from(i).unwrap(),
                as_of: day - Days::new(4),
                day,
                score: Score { home, away },
                forecast: Forecast {
                    published: model,
                    model,
                    market: (i % 10 != 0).then_some(market),
                    climatology: Probabilities::UNIFORM,
                    expected_goals: ExpectedGoals { home: 1.4, away: 1.1 },
                },
            }
        })
        .collect()
}

#[test]
fn a_champion_that_never_learnt_publishes_the_model() {
    let evaluation = publish(walked(300, 1), Publishing::Inherit(Publishers::default()));
    assert!(
        evaluation
            .forecasts
            .iter()
            .all(|e| e.forecast.published == e.forecast.model)
    );
    assert_eq!(evaluation.blend, None);
    let published = evaluation.run_scores().unwrap().published.unwrap();
    assert_eq!(
        (published.calibration, published.blend),
        (CalibrationStep::Identity, None)
    );
}

#[test]
fn a_model_that_knows_less_than_the_market_adds_nothing() {
    let evaluation = publish(walked(900, 2), Publishing::Learn { floor: 0.0 });
    let blend = evaluation.blend.unwrap();
    assert_eq!(blend.n, 810);
    assert_ne!(blend.contribution(), Contribution::Adds, "{}", blend.sentence());
    let paired = evaluation.tally.market.published_log_loss.mean().unwrap();
    assert!(
        (blend.adds + paired).abs() < 1e-12,
        "the tally knows the same difference"
    );
    let [low, high] = blend.interval.unwrap();
    assert!(low <= blend.adds && blend.adds <= high);
}

#[test]
fn a_floor_that_forces_the_model_in_costs() {
    let blend = publish(walked(900, 2), Publishing::Learn { floor: 1.0 }).blend.unwrap();
    assert_eq!((blend.weight, blend.contribution()), (1.0, Contribution::Costs));
}

#[test]
fn a_league_alone_is_published_like_it_was_among_all() {
    let all = walked(900, 3);
    let learnt = publish(all.clone(), Publishing::Learn { floor: 0.2 });
    let alone: Vec<Evaluated> = all.into_iter().filter(|e| e.match_id % 3 == 0).collect();
    let again = publish(alone, Publishing::Inherit(learnt.publishers.clone()));
    let before = learnt.forecasts.iter().filter(|e| e.match_id % 3 == 0);
    assert!(before.zip(&again.forecasts).all(|(a, b)| a == b));
    assert_eq!(again.publishers, learnt.publishers);
}
