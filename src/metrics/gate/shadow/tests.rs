use super::*;
use crate::{
    domain::{CheckResult, Outcome},
    metrics::gate::testing::{Rivals, row},
    random::Random,
};

const BETTER: Rivals = Rivals {
    champion: 0.5,
    challenger: 0.0,
};

fn of(decision: &Decision, name: CheckName) -> &Check {
    decision.checks.iter().find(|c| c.name == name).unwrap()
}

#[test]
fn promotes_what_is_better_beyond_doubt() {
    let decision = shadow(&BETTER.weeks(20, 5, &mut Random(1)));
    assert_eq!(decision.outcome, GateOutcome::Promote, "{}", decision.sentence);
    assert!(
        decision.sentence.as_str().starts_with("becomes champion: E = "),
        "{}",
        decision.sentence
    );
}

#[test]
fn evidence_of_few_matches_is_not_enough() {
    let decision = shadow(&BETTER.weeks(14, 2, &mut Random(2)));
    assert_eq!(decision.outcome, GateOutcome::Stay);
    assert_eq!(of(&decision, CheckName::EValue).result, CheckResult::Passed);
    assert_eq!(
        decision.sentence.as_str(),
        "stays challenger: 280 matches that both forecast, at least 300"
    );
    assert_eq!(shadow(&[]).outcome, GateOutcome::Stay);
}

/// Right a little in almost every match, and absurd once in a while: the bets are cut there, so that they alone would
/// promote it.
#[test]
fn rare_disasters_do_not_pass() {
    let good = row("2024-01-06", [0.4, 0.3, 0.3], [0.44, 0.28, 0.28], Outcome::Home);
    let disaster = row("2024-01-07", [0.4, 0.3, 0.3], [1e-14, 0.5, 0.5 - 1e-14], Outcome::Home);
    let rows: Vec<_> = (0..600)
        .map(|n| if n % 100 == 0 { &disaster } else { &good }.clone())
        .collect();
    let decision = shadow(&rows);
    assert_eq!(
        of(&decision, CheckName::EValue).result,
        CheckResult::Passed,
        "{}",
        decision.sentence
    );
    assert!(
        of(&decision, CheckName::EValue)
            .sentence
            .as_str()
            .ends_with("bets were cut on 6 of them")
    );
    assert_eq!(of(&decision, CheckName::LogLoss).result, CheckResult::Failed);
    assert_eq!(decision.outcome, GateOutcome::Stay);
}
