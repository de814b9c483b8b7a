use proptest::prelude::*;

use super::*;
use crate::random::Random;

fn triple() -> impl Strategy<Value = Probabilities> {
    (0.0..1.0_f64, 0.0..1.0_f64, 1e-6..1.0_f64).prop_map(|(h, d, a)| Probabilities::from_weights(h, d, a).unwrap())
}

fn blend(weight: f64) -> Blend {
    Blend::try_from(Weights {
        weight,
        unclamped: weight,
    })
    .unwrap()
}

/// Two forecasters, the second one nearer to the truth, and outcomes drawn from their pool.
fn drawn(n: usize, weight: f64, seed: u64) -> Vec<Pair> {
    let mut random = Random(seed);
    let triple = |random: &mut Random| {
        let [h, d, a] = [0.0; 3].map(|_| random.between(0.1, 1.0));
        Probabilities::from_weights(h, d, a).unwrap()
    };
    (0..n)
        .map(|_| {
            let (model, market) = (triple(&mut random), triple(&mut random));
            let truth = blend(weight).pool(model, market);
            let outcome = crate::model::testing::outcome(truth, &mut random);
            Pair { model, market, outcome }
        })
        .collect()
}

proptest! {
    #[test]
    fn the_ends_are_the_market_and_the_model(model in triple(), market in triple()) {
        prop_assert_eq!(blend(0.0).pool(model, market), market);
        prop_assert_eq!(blend(1.0).pool(model, market), model);
    }

    #[test]
    fn a_pool_is_probabilities_between_both(model in triple(), market in triple(), weight in 0.0..=1.0_f64) {
        let pool = blend(weight).pool(model, market);
        prop_assert!((pool.to_array().iter().sum::<f64>() - 1.0).abs() < 1e-9);
        // Odds between two outcomes lie between those of the model and of the market.
        let log_odds = |p: Probabilities| (p.home().max(1e-15) / p.away().max(1e-15)).ln();
        let (a, b) = (log_odds(model), log_odds(market));
        if model.home() > 1e-9 && market.home() > 1e-9 {
            let odds = log_odds(pool);
            prop_assert!(a.min(b) - 1e-6 <= odds && odds <= a.max(b) + 1e-6, "{} {} {}", a, odds, b);
        }
    }

    #[test]
    fn one_forecaster_alone_is_pooled_to_himself(p in triple(), weight in 0.0..=1.0_f64) {
        prop_assert!(blend(weight).pool(p, p).total_variation(p) < 1e-9);
    }
}

#[test]
fn finds_the_weight_that_the_outcomes_were_drawn_with() {
    for truth in [0.3, 0.7] {
        let fitted = Blend::fit(&drawn(40_000, truth, 5), 0.0);
        assert!((fitted.weight() - truth).abs() < 0.03, "{fitted:?}");
    }
}

#[test]
fn the_weight_is_kept_in_range_and_above_the_floor() {
    let useless: Vec<Pair> = drawn(20_000, 0.0, 6)
        .into_iter()
        .map(|row| Pair {
            // Confident where the market is doubtful and the other way round.
            model: Probabilities::from_weights(
                1.0 / row.market.home(),
                1.0 / row.market.draw(),
                1.0 / row.market.away(),
            )
            .unwrap(),
            ..row
        })
        .collect();
    let fitted = Blend::fit(&useless, 0.0);
    assert!(
        fitted.weight().abs() < 1e-12 && fitted.unclamped() <= 0.01,
        "{fitted:?}"
    );
    assert!((Blend::fit(&useless, 0.2).weight() - 0.2).abs() < 1e-12);
    assert!((Blend::fit(&useless, 7.0).weight() - 1.0).abs() < 1e-12);
    let best = Blend::fit(&drawn(20_000, 1.0, 7), 0.0);
    assert!(best.weight() > 0.97, "{best:?}");
}

#[test]
fn without_evidence_the_market_is_published() {
    assert!(Blend::fit(&[], 0.0).weight().abs() < 1e-12);
    assert!((Blend::fit(&[], 0.1).weight() - 0.1).abs() < 1e-12);
    let few = Blend::fit(&drawn(20, 1.0, 8), 0.0);
    assert!(few.weight() < 0.6, "twenty matches are no proof: {few:?}");
}

#[test]
fn no_pool_comes_from_a_broken_file() {
    let json = serde_json::to_string(&blend(0.25)).unwrap();
    assert_eq!(serde_json::from_str::<Blend>(&json).unwrap(), blend(0.25));
    assert!(serde_json::from_str::<Blend>(r#"{"weight":1.5,"unclamped":1.5}"#).is_err());
}
