use super::{super::history::weekly_scores, *};

/// A match without odds whose outcome was given 0.25.
fn unpriced() -> Tally {
    let p = Probabilities::from_weights(0.25, 0.375, 0.375).unwrap();
    let forecast = Forecast {
        published: p,
        model: p,
        market: None,
        climatology: Probabilities::UNIFORM,
        expected_goals: ExpectedGoals { home: 1.4, away: 1.1 },
    };
    Tally::of(&forecast, Outcome::Home)
}

#[test]
fn all_forecasters_are_scored_on_the_same_rows() {
    // Monday 31 July 2023 is the first day's week.
    let days = [
        tallied("E0", 0, unpriced()),
        tallied("E0", 14, matches(0.4, 10)),
        tallied("E1", 15, unpriced()),
    ];
    let weeks = weekly_scores(&days);
    let told: Vec<_> = weeks.iter().map(|week| (week.week.to_string(), week.n)).collect();
    assert_eq!(
        told,
        [
            ("2023-07-31".to_owned(), 1),
            ("2023-08-07".to_owned(), 0),
            ("2023-08-14".to_owned(), 10),
        ]
    );
    assert_eq!(
        (weeks[0].log_loss, weeks[0].market),
        (Some(4.0_f64.ln()), None),
        "no odds that week"
    );
    assert_eq!((weeks[1].log_loss, weeks[1].model, weeks[1].market), (None, None, None));
    let model = -(0.42_f64.ln() + 0.38_f64.ln()) / 2.0;
    assert!((weeks[2].model.unwrap() - model).abs() < 1e-12);
    assert!((weeks[2].market.unwrap() - 2.0_f64.ln()).abs() < 1e-12);
}

#[test]
fn a_year_of_weeks_is_told_and_no_more() {
    let days: Vec<DayTally> = (0..100).map(|week| tallied("E0", 7 * week, matches(0.5, 1))).collect();
    let weeks = weekly_scores(&days);
    assert_eq!(weeks.len(), 52);
    assert_eq!(weeks.last().unwrap().week, monday_of(99));
    assert!(weeks.iter().all(|week| week.n == 1));
}

fn monday_of(week: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2023, 7, 31).unwrap() + Days::new(7 * week)
}
