use proptest::prelude::*;

use super::*;
use crate::{domain::Outcome, metrics::gate::testing::row};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn alarm(rule: Rule, raises: Verdict, since: &str) -> Alarm {
    Alarm {
        league: Some(LeagueCode::new("E1").unwrap()),
        spoke: Spoke { rule, raises },
        since: at(since),
    }
}

/// The champion before gave home wins more, and they came.
fn shadow(n: usize) -> Vec<PairedForecast> {
    vec![row("2026-11-14", [0.4, 0.3, 0.3], [0.5, 0.25, 0.25], Outcome::Home); n]
}

fn input<'a>(alarms: &'a [Alarm], shadow: &'a [PairedForecast]) -> RollbackInput<'a> {
    RollbackInput {
        frozen: false,
        kind: PromotionKind::Promote,
        promoted_at: at("2026-11-10T04:00:00Z"),
        now: at("2026-11-20T04:00:00Z"),
        alarms,
        shadow,
    }
}

#[test]
fn a_champion_that_broke_something_goes_back() {
    let alarms = [alarm(Rule::Cusum, Verdict::High, "2026-11-15T00:00:00Z")];
    let shadow = shadow(12);
    let rollback = rollback(&input(&alarms, &shadow));
    assert!(rollback.due);
    assert_eq!(
        rollback.sentence.as_str(),
        "E1: high by CUSUM since 2026-11-15; the champion before has a log loss 0.2231 better over 12 matches since then"
    );
}

#[test]
fn why_it_does_not_go_back() {
    let alarms = [alarm(Rule::EProcess, Verdict::High, "2026-11-15T00:00:00Z")];
    let (enough, few) = (shadow(12), shadow(9));
    let due = input(&alarms, &enough);
    let twelve = |day, outcome| vec![row(day, [0.4, 0.3, 0.3], [0.5, 0.25, 0.25], outcome); 12];
    let (older, worse) = (twelve("2026-11-09", Outcome::Home), twelve("2026-11-14", Outcome::Away));
    let quiet = [
        alarm(Rule::Cusum, Verdict::High, "2026-11-09T00:00:00Z"),
        alarm(Rule::EProcess, Verdict::Elevated, "2026-11-15T00:00:00Z"),
        alarm(Rule::Primary, Verdict::High, "2026-11-15T00:00:00Z"),
    ];
    let cases = [
        (
            RollbackInput { frozen: true, ..due },
            "the champion is frozen: only a person rolls it back",
        ),
        (
            RollbackInput {
                kind: PromotionKind::Rollback,
                ..due
            },
            "the champion came by a rollback itself: only a person rolls back further",
        ),
        (
            RollbackInput {
                now: at("2026-11-25T04:00:00Z"),
                ..due
            },
            "promoted 15 days ago: only within 14 days without a person",
        ),
        (
            RollbackInput { alarms: &quiet, ..due },
            "no league is high by CUSUM or e-process since the promotion",
        ),
        (
            RollbackInput { shadow: &few, ..due },
            "9 of 10 matches that the champion before forecast too",
        ),
        (
            RollbackInput { shadow: &older, ..due },
            "0 of 10 matches that the champion before forecast too",
        ),
        (
            RollbackInput { shadow: &worse, ..due },
            "the champion before has a log loss 0.1823 worse over 12 matches since then",
        ),
    ];
    for (input, why_not) in cases {
        let rollback = rollback(&input);
        assert_eq!((rollback.due, rollback.sentence.as_str()), (false, why_not));
    }
}

proptest! {
    #[test]
    fn a_frozen_champion_stays_whatever_happens(n in 0_usize..40, days in 0_i64..40) {
        let alarms = [alarm(Rule::Cusum, Verdict::High, "2026-11-15T00:00:00Z")];
        let shadow = shadow(n);
        let now = at("2026-11-10T04:00:00Z") + TimeDelta::days(days);
        let input = RollbackInput { now, ..input(&alarms, &shadow) };
        prop_assert_eq!(rollback(&input).due, n >= 10 && days <= 14);
        let frozen = RollbackInput { frozen: true, ..input };
        prop_assert!(!rollback(&frozen).due);
    }
}
