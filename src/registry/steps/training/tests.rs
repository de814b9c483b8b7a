use std::collections::BTreeMap;

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::domain::{ExpectedGoals, Forecast, ModelVersion, Outcome, Probabilities, RunBasis, RunKind};
use crate::metrics::WeeklyTally;

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap()
}

fn run(state: RunState) -> Run {
    Run {
        id: 5,
        kind: RunKind::Train,
        league: None,
        basis: RunBasis::Configured,
        slot: None,
        failures: 0,
        run_at: None,
        state,
        stage: None,
        progress: 1.0,
        requested_by: "ops@host".into(),
        requested_at: at(0),
        attempt: 1,
        started_at: Some(at(1)),
        finished_at: state.is_final().then(|| at(9)),
        eta_s: None,
        cancel_requested: false,
        message: "dc-2026w47.1 promoted: 1 leagues on 380 matches".into(),
        current_league: None,
        leagues_done: 1,
        leagues_total: 1,
        log_likelihood: Vec::new(),
        model_version: None,
        scores: None,
    }
}

fn model() -> NewModel {
    NewModel {
        version: ModelVersion::new("dc-2026w47.1").unwrap(),
        specification: r#"{"ridge":8.0,"promoted_prior":true}"#.to_owned(),
        parameters: r#"{"leagues":{}}"#.to_owned(),
        data_hash: "0123456789abcdef".repeat(4),
        code_version: "0.1.0".to_owned(),
        seed: 0,
        leagues: 1,
        matches: 380,
        scores: "null".to_owned(),
        trained_at: at(9),
    }
}

fn code(league: &str) -> LeagueCode {
    LeagueCode::new(league).unwrap()
}

/// One forecast a week, which comes true for the favourite every second time.
fn evaluation(leagues: &[&str], weeks: u64, market: bool) -> Evaluation {
    let p = |home, draw, away| Probabilities::new(home, draw, away).unwrap();
    let forecast = Forecast {
        published: p(0.5, 0.3, 0.2),
        model: p(0.6, 0.2, 0.2),
        market: market.then(|| p(0.4, 0.3, 0.3)),
        climatology: p(0.45, 0.25, 0.3),
        expected_goals: ExpectedGoals { home: 1.5, away: 1.0 },
    };
    let mut weekly = WeeklyTally::default();
    for n in 0..weeks {
        let outcome = if n.is_multiple_of(2) {
            Outcome::Home
        } else {
            Outcome::Away
        };
        let monday = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap() + chrono::Days::new(7 * n);
        weekly.add(monday, &forecast, outcome);
    }
    leagues.iter().map(|league| (code(league), weekly.clone())).collect()
}

fn steps(evaluation: &Evaluation, curves: &Curves) -> Vec<RunStep> {
    ending(&run(RunState::Succeeded), curves, Some((&model(), evaluation)))
        .into_iter()
        .filter_map(|step| match step {
            Step::Run(5, step) => Some(step),
            Step::Run(..) | Step::AssertAliases => None,
        })
        .collect()
}

fn points(steps: &[RunStep]) -> BTreeMap<(String, i64), f64> {
    let metrics = steps.iter().filter_map(|step| match step {
        RunStep::Log { metrics, .. } => Some(metrics),
        _ => None,
    });
    metrics.flatten().map(|m| ((m.key.clone(), m.step), m.value)).collect()
}

#[test]
fn the_order_is_run_data_files_end_version_aliases() {
    let curves: Curves = [(code("E0"), vec![-3.0, -2.0])].into();
    let steps = ending(
        &run(RunState::Succeeded),
        &curves,
        Some((&model(), &evaluation(&["E0"], 3, true))),
    );
    let words: Vec<&str> = steps.iter().map(Step::word).collect();
    assert_eq!(
        words,
        [
            "open",
            "log",
            "log",
            "log_dataset",
            "log",
            "upload",
            "upload",
            "upload",
            "close",
            "create_version",
            "assert_aliases"
        ]
    );
}

#[test]
fn a_run_that_came_to_nothing_is_ended_and_no_more() {
    for (state, status) in [
        (RunState::Failed, RunStatus::Failed),
        (RunState::Cancelled, RunStatus::Killed),
    ] {
        let steps = ending(&run(state), &Curves::new(), None);
        assert_eq!(
            steps.iter().map(Step::word).collect::<Vec<_>>(),
            ["open", "log", "close"]
        );
        let close = Step::Run(
            5,
            RunStep::Close {
                status,
                ended_at: at(9),
                name: "training 5".to_owned(),
            },
        );
        assert_eq!(steps.last(), Some(&close));
    }
    assert_eq!(beginning(&run(RunState::Running)).len(), 1);
}

#[test]
fn the_specification_and_the_data_are_parameters() {
    let steps = steps(&evaluation(&["E0"], 1, true), &Curves::new());
    let params: BTreeMap<&str, &str> = steps
        .iter()
        .filter_map(|step| match step {
            RunStep::Log { params, .. } => Some(params),
            _ => None,
        })
        .flatten()
        .map(|param| (param.key.as_str(), param.value.as_str()))
        .collect();
    assert_eq!(
        (params["ridge"], params["promoted_prior"], params["seed"]),
        ("8.0", "true", "0")
    );
    assert_eq!((params["league"], params["matches"]), ("all", "380"));
    assert_eq!(params["data_hash"].len(), 64);
    assert!(
        steps
            .iter()
            .any(|step| matches!(step, RunStep::LogDataset(d) if d.digest.len() == 32))
    );
}

#[test]
fn scores_are_of_all_leagues_and_of_each() {
    let of = points(&steps(&evaluation(&["D1", "E0"], 4, true), &Curves::new()));
    let value = |key: &str| of[&(key.to_owned(), 0)];
    // Half of the matches go to the favourite of 0.5, half to the outsider of 0.2.
    let published = -f64::midpoint(0.5_f64.ln(), 0.2_f64.ln());
    for key in ["log_loss.published", "log_loss.published/D1", "log_loss.published/E0"] {
        assert!((value(key) - published).abs() < 1e-12, "{key}");
    }
    assert!((value("log_loss.market/E0") + f64::midpoint(0.4_f64.ln(), 0.3_f64.ln())).abs() < 1e-12);
    assert!((value("accuracy.model") - 0.5).abs() < 1e-12);
    assert!((value("matches") - 8.0).abs() < 1e-12 && (value("matches/E0") - 4.0).abs() < 1e-12);
    assert!(of.contains_key(&("ece_expected".to_owned(), 0)));
}

#[test]
fn without_odds_there_is_no_market() {
    let of = points(&steps(&evaluation(&["E0"], 2, false), &Curves::new()));
    assert!(!of.keys().any(|(key, _)| key.contains("market")));
    assert!(of.contains_key(&("log_loss.model".to_owned(), 0)));
}

#[test]
fn the_table_has_a_row_for_all_and_for_each() {
    let text = table::csv(&evaluation(&["D1", "E0"], 3, true)).unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(reader.headers().unwrap().len(), 4 + 4 * 5);
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
    let firsts: Vec<(&str, &str)> = rows.iter().map(|row| (&row[0], &row[1])).collect();
    assert_eq!(firsts, [("all", "6"), ("D1", "3"), ("E0", "3")]);
    assert_eq!(table::csv(&Evaluation::new()), None);
}

#[test]
fn the_picture_stays_within_its_frame() {
    let svg = picture::reliability(&model().version, &evaluation(&["E0"], 20, true)).unwrap();
    assert_eq!(
        svg.matches("<circle").count(),
        3,
        "a point for each tenth that holds a forecast"
    );
    assert!(!svg.contains("NaN") && svg.ends_with("</svg>\n"));
    let numbers = svg
        .split(|c: char| !(c.is_ascii_digit() || c == '.'))
        .filter_map(|n| n.parse::<f64>().ok());
    assert!(
        numbers.filter(|n| *n > 521.0).all(|n| n >= 2000.0),
        "only the year of the namespace is larger"
    );
    assert_eq!(picture::reliability(&model().version, &Evaluation::new()), None);
}

proptest! {
    #[test]
    fn every_point_is_told_once_in_requests_that_are_small_enough(
        curves in prop::collection::btree_map(
            prop::sample::select(vec!["E0", "E1", "D1", "SP1"]),
            prop::collection::vec(prop_oneof![-1e6..0.0, Just(f64::NAN), Just(f64::INFINITY)], 0..1_300),
            0..4,
        ),
    ) {
        let curves: Curves = curves.into_iter().map(|(league, curve)| (code(league), curve)).collect();
        let steps: Vec<RunStep> = ending(&run(RunState::Failed), &curves, None)
            .into_iter()
            .filter_map(|step| if let Step::Run(_, step) = step { Some(step) } else { None })
            .collect();
        let finite = curves.values().flatten().filter(|value| value.is_finite()).count();
        prop_assert_eq!(points(&steps).len(), finite);
        for step in &steps {
            if let RunStep::Log { metrics, params, tags } = step {
                prop_assert!(metrics.len() <= 1_000 && params.len() <= 100 && tags.len() <= 100);
            }
            let text = serde_json::to_string(step).unwrap();
            prop_assert_eq!(&serde_json::from_str::<RunStep>(&text).unwrap(), step);
        }
    }
}
