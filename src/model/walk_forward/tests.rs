use proptest::prelude::*;

use super::*;
use crate::{
    domain::Score,
    model::testing::{Truth, day},
    random::Random,
};

fn walk() -> Walk {
    Walk {
        from: day("2015-08-04"),
        to: day("2015-08-24"),
        refit_every_days: 7,
    }
}

fn league() -> Vec<Observation> {
    let mut random = Random(11);
    Truth::random(5, &mut random).play(30, &mut random)
}

fn run(matches: &[Observation]) -> Vec<WalkForecast> {
    let report = |_| ControlFlow::Continue(());
    walk_forward(&Specification::default(), matches, &walk(), report, || false).unwrap()
}

#[test]
fn forecasts_each_match_once_from_the_fit_before_it() {
    let matches = league();
    let forecasts = run(&matches);
    let expected: Vec<usize> = (0..matches.len())
        .filter(|i| (walk().from..=walk().to).contains(&matches[*i].date))
        .collect();
    assert_eq!(forecasts.iter().map(|f| f.index).collect::<Vec<_>>(), expected);
    for f in &forecasts {
        let days = (matches[f.index].date - f.as_of).num_days();
        assert!((0..7).contains(&days), "{days}");
    }
}

#[test]
fn says_how_far_it_is_and_can_be_stopped() {
    let matches = league();
    let mut progress = Vec::new();
    let report = |r: Refit| {
        progress.push(r.progress);
        ControlFlow::Continue(())
    };
    walk_forward(&Specification::default(), &matches, &walk(), report, || false).unwrap();
    assert!(progress.is_sorted() && (progress.last().unwrap() - 1.0).abs() < 1e-12);
    let stopped = walk_forward(
        &Specification::default(),
        &matches,
        &walk(),
        |_| ControlFlow::Break(()),
        || false,
    );
    assert!(matches!(stopped, Err(ModelError::Cancelled { .. })));
    let report = |_| ControlFlow::Continue(());
    let stopped = walk_forward(&Specification::default(), &matches, &walk(), report, || true);
    assert!(matches!(stopped, Err(ModelError::Cancelled { .. })));
}

#[test]
fn nothing_to_forecast_is_no_error() {
    let empty = run(&[]);
    assert!(empty.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_score_never_changes_a_forecast_made_before_it(at in 60_usize..600, home in 0_u8..9, away in 0_u8..9) {
        let matches = league();
        let mut changed = matches.clone();
        changed[at].score = Score { home, away };
        let (before, after) = (run(&matches), run(&changed));
        for (a, b) in before.iter().zip(&after).filter(|(a, _)| a.as_of <= matches[at].date) {
            prop_assert_eq!(a, b);
        }
    }
}
