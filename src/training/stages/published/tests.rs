use chrono::{Days, NaiveDate};

use super::*;
use crate::{
    domain::{CalibrationStep, Contribution, ExpectedGoals, Forecast, Probabilities, Score},
    metrics::Tally,
    model::Publishers,
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

fn learnt(forecasts: Vec<Evaluated>, floor: f64) -> Walked {
    let pasts: Vec<PastForecast> = forecasts.iter().map(past).collect();
    Walked {
        publishers: Publishers::learn(&pasts, floor),
        forecasts,
    }
}

fn blend_of(walked: &Walked) -> Option<BlendVerdict> {
    verdict(&published(walked), &walked.publishers)
}

#[test]
fn publishers_that_never_learnt_publish_the_model() {
    let walked = Walked {
        forecasts: walked(300, 1),
        publishers: Publishers::default(),
    };
    let published = published(&walked);
    assert!(published.iter().all(|e| e.forecast.published == e.forecast.model));
    assert_eq!(blend_of(&walked), None);
    assert_eq!(walked.publishers.latest().calibrator.step(), CalibrationStep::Identity);
}

#[test]
fn a_model_that_knows_less_than_the_market_adds_nothing() {
    let walked = learnt(walked(900, 2), 0.0);
    let blend = blend_of(&walked).unwrap();
    assert_eq!(blend.n, 810);
    assert_ne!(blend.contribution(), Contribution::Adds, "{}", blend.sentence());
    let mut tally = Tally::default();
    for evaluated in published(&walked) {
        tally.add(&evaluated.forecast, evaluated.score);
    }
    let paired = tally.market.published_log_loss.mean().unwrap();
    assert!(
        (blend.adds + paired).abs() < 1e-12,
        "the tally knows the same difference"
    );
    let [low, high] = blend.interval.unwrap();
    assert!(low <= blend.adds && blend.adds <= high);
}

#[test]
fn a_floor_that_forces_the_model_in_costs() {
    let blend = blend_of(&learnt(walked(900, 2), 1.0)).unwrap();
    assert_eq!((blend.weight, blend.contribution()), (1.0, Contribution::Costs));
}

#[test]
fn a_league_alone_is_published_like_it_was_among_all() {
    let all = learnt(walked(900, 3), 0.2);
    let alone = Walked {
        forecasts: all.forecasts.iter().filter(|e| e.match_id % 3 == 0).copied().collect(),
        publishers: all.publishers.clone(),
    };
    let before = published(&all).into_iter().filter(|e| e.match_id % 3 == 0);
    assert!(before.zip(published(&alone)).all(|(a, b)| a == b));
}
