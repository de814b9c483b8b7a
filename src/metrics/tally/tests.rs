use proptest::prelude::*;

use super::*;
use crate::{
    domain::Probabilities,
    metrics::{ScoreTable, WeeklyTally, log_loss},
};

fn probabilities() -> impl Strategy<Value = Probabilities> {
    (0.0..1.0_f64, 0.0..1.0_f64, 0.01..1.0_f64).prop_map(|(h, d, a)| Probabilities::from_weights(h, d, a).unwrap())
}

fn row() -> impl Strategy<Value = (Forecast, Settled)> {
    let forecasts = (
        probabilities(),
        probabilities(),
        prop::option::of(probabilities()),
        probabilities(),
    );
    let goals = (0.1..4.0_f64, 0.1..4.0_f64, 0_u8..6, 0_u8..6, any::<bool>());
    (forecasts, goals).prop_map(
        |((published, model, market, climatology), (home, away, x, y, scored))| {
            let expected_goals = ExpectedGoals { home, away };
            let forecast = Forecast {
                published,
                model,
                market,
                climatology,
                expected_goals,
            };
            let score = Score { home: x, away: y };
            let settled = if scored { score.into() } else { score.outcome().into() };
            (forecast, settled)
        },
    )
}

/// Equal counts, and sums equal to 1e-9 of their size.
fn same(a: &serde_json::Value, b: &serde_json::Value) -> bool {
    use serde_json::Value::{Array, Number, Object};
    match (a, b) {
        (Number(a), Number(b)) if a.is_u64() || b.is_u64() => a == b,
        (Number(a), Number(b)) => {
            let (a, b) = (a.as_f64().unwrap(), b.as_f64().unwrap());
            (a - b).abs() <= 1e-9 * a.abs().max(1.0)
        }
        (Array(a), Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Object(a), Object(b)) => a.len() == b.len() && a.iter().all(|(key, a)| same(a, &b[key])),
        _ => a == b,
    }
}

proptest! {
    #[test]
    fn any_partition_merges_to_the_whole(rows in prop::collection::vec((row(), 0_usize..5), 0..60)) {
        let mut whole = Tally::default();
        let mut parts = vec![Tally::default(); 5];
        for ((forecast, settled), part) in &rows {
            whole.add(forecast, *settled);
            parts[*part] += &Tally::of(forecast, *settled);
        }
        let merged: Tally = parts.iter().sum();
        let backwards: Tally = parts.iter().rev().sum();
        let json = |t: &Tally| serde_json::to_value(t).unwrap();
        prop_assert!(same(&json(&whole), &json(&merged)));
        prop_assert!(same(&json(&merged), &json(&backwards)));
        prop_assert_eq!(whole.n(), rows.len() as u64);
    }

    #[test]
    fn json_brings_back_every_bit(rows in prop::collection::vec(row(), 0..40)) {
        let mut tally = Tally::default();
        for (forecast, settled) in &rows {
            tally.add(forecast, *settled);
        }
        let json = serde_json::to_string(&tally).unwrap();
        prop_assert_eq!(serde_json::from_str::<Tally>(&json).unwrap(), tally);
    }

    #[test]
    fn scores_are_those_of_the_common_rows(rows in prop::collection::vec(row(), 1..40)) {
        let mut tally = Tally::default();
        for (forecast, settled) in &rows {
            tally.add(forecast, *settled);
        }
        let priced = rows.iter().any(|(f, _)| f.market.is_some());
        let common: Vec<_> = rows.iter().filter(|(f, _)| !priced || f.market.is_some()).collect();
        let n = common.len() as f64;
        let mean = |p: fn(&Forecast) -> Probabilities| {
            common.iter().map(|(f, s)| log_loss(p(f), s.outcome)).sum::<f64>() / n
        };
        let mut weekly = WeeklyTally::default();
        weekly.add_day(chrono::NaiveDate::MIN, &tally);
        let scores = ScoreTable::of(&weekly).unwrap();
        prop_assert_eq!(scores.log_loss.n, common.len() as u64);
        prop_assert!((scores.log_loss.published - mean(|f| f.published)).abs() < 1e-9);
        prop_assert!((scores.log_loss.climatology - mean(|f| f.climatology)).abs() < 1e-9);
        prop_assert_eq!(scores.log_loss.market.is_some(), priced);
        if let Some(market) = scores.log_loss.market {
            prop_assert!((market - mean(|f| f.market.unwrap())).abs() < 1e-9);
            let paired = scores.model_vs_market.unwrap().mean;
            prop_assert!((paired - (scores.log_loss.model - market)).abs() < 1e-9);
        }
    }
}

#[test]
fn an_empty_tally_takes_no_room() {
    assert_eq!(serde_json::to_string(&Tally::default()).unwrap(), "{}");
}
