use chrono::Days;
use proptest::prelude::*;

use super::*;
use crate::{
    domain::{ExpectedGoals, Outcome, Probabilities},
    metrics::{ScoreTable, clustered_standard_error, log_loss},
};

type Row = (u64, Forecast, Outcome);

fn row() -> impl Strategy<Value = Row> {
    let p = || (0.05..1.0_f64, 0.05..1.0_f64, 0.05..1.0_f64).prop_map(|(h, d, a)| weights(h, d, a));
    let outcome = prop::sample::select(Outcome::ALL.to_vec());
    (0..40_u64, p(), p(), prop::option::weighted(0.8, p()), outcome).prop_map(
        |(day, published, model, market, outcome)| {
            let forecast = Forecast {
                published,
                model,
                market,
                climatology: Probabilities::UNIFORM,
                expected_goals: ExpectedGoals { home: 1.5, away: 1.1 },
            };
            (day, forecast, outcome)
        },
    )
}

fn weights(home: f64, draw: f64, away: f64) -> Probabilities {
    Probabilities::from_weights(home, draw, away).unwrap()
}

/// 2024-01-01 was a Monday.
fn date(day: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 1, 1).unwrap() + Days::new(day)
}

fn weekly(rows: &[Row]) -> WeeklyTally {
    let mut weekly = WeeklyTally::default();
    for (day, forecast, outcome) in rows {
        weekly.add(date(*day), forecast, *outcome);
    }
    weekly
}

fn near(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-9,
        (a, b) => a == b,
    }
}

proptest! {
    #[test]
    fn rows_days_and_parts_come_to_the_same(rows in prop::collection::vec(row(), 1..60), cut in 0_usize..60) {
        let by_row = weekly(&rows);
        let mut by_day = WeeklyTally::default();
        for (day, forecast, outcome) in &rows {
            by_day.add_day(date(*day), &Tally::of(forecast, *outcome));
        }
        let (one, other) = rows.split_at(cut.min(rows.len()));
        let mut merged = weekly(other);
        merged += &weekly(one);
        let [a, b, c] = [by_row, by_day, merged].map(|weekly| ScoreTable::of(&weekly).unwrap());
        for other in [b, c] {
            prop_assert_eq!(a.log_loss.n, other.log_loss.n);
            prop_assert!(near(Some(a.brier.model), Some(other.brier.model)));
            prop_assert!(near(a.log_loss.se, other.log_loss.se));
            prop_assert!(near(
                a.model_vs_market.and_then(|paired| paired.se),
                other.model_vs_market.and_then(|paired| paired.se)
            ));
        }
    }

    #[test]
    fn standard_errors_are_those_of_the_weeks(rows in prop::collection::vec(row(), 1..60)) {
        let priced = rows.iter().any(|(_, forecast, _)| forecast.market.is_some());
        let mut weeks = [(0, 0.0); 6];
        for (day, forecast, outcome) in rows.iter().filter(|(_, f, _)| !priced || f.market.is_some()) {
            let (n, sum) = &mut weeks[usize::try_from(day / 7).unwrap()];
            *n += 1;
            *sum += log_loss(forecast.published, *outcome);
        }
        let table = ScoreTable::of(&weekly(&rows)).unwrap();
        prop_assert!(near(table.log_loss.se, clustered_standard_error(weeks.into_iter())));
    }
}

#[test]
fn a_tally_is_kept_as_it_would_be_without_weeks() {
    let forecast = Forecast {
        published: weights(0.5, 0.3, 0.2),
        model: weights(0.4, 0.3, 0.3),
        market: Some(weights(0.45, 0.3, 0.25)),
        climatology: Probabilities::UNIFORM,
        expected_goals: ExpectedGoals { home: 1.5, away: 1.1 },
    };
    let rows: Vec<Row> = (0..20).map(|day| (day, forecast, Outcome::Draw)).collect();
    let mut tally = Tally::default();
    for (_, forecast, outcome) in &rows {
        tally.add(forecast, *outcome);
    }
    assert_eq!(weekly(&rows).tally(), &tally, "bit for bit");
    assert_eq!(ScoreTable::of(&WeeklyTally::default()), None);
}
