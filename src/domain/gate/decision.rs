use serde::{Deserialize, Serialize};

use super::{Check, CheckResult, Gate, GateOutcome};
use crate::domain::SafeText;

/// What a gate decided, with every number that it rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// Which gate.
    pub gate: Gate,
    /// Where it leads.
    pub outcome: GateOutcome,
    /// What was looked at, the most telling first.
    pub checks: Vec<Check>,
    /// The decision in plain words, led by what decided it.
    pub sentence: SafeText,
}

impl Decision {
    /// Puts checks together: the version becomes champion if none of them blocks. A gate without a check is held.
    #[must_use]
    pub fn of(gate: Gate, checks: Vec<Check>) -> Self {
        let outcome = checks.iter().map(|c| c.leads_to).max().unwrap_or(GateOutcome::Hold);
        let sentence = sentence(gate, outcome, &checks).into();
        Self {
            gate,
            outcome,
            checks,
            sentence,
        }
    }

    /// A champion that is taken back without asking, with what it was held against.
    #[must_use]
    pub fn rolled_back(why: &SafeText, checks: Vec<Check>) -> Self {
        Self {
            gate: Gate::Rollback,
            outcome: GateOutcome::RollBack,
            checks,
            sentence: format!("rolled back: {why}").into(),
        }
    }

    /// The same decision, held for a person whatever the checks say.
    #[must_use]
    pub fn held(self, why: &str) -> Self {
        Self {
            outcome: GateOutcome::Hold,
            sentence: format!("held for a person: {why}").into(),
            ..self
        }
    }
}

fn sentence(gate: Gate, outcome: GateOutcome, checks: &[Check]) -> String {
    let lead = match (gate, outcome) {
        (Gate::First, GateOutcome::Promote) => "becomes the first champion",
        (_, GateOutcome::Promote) => "becomes champion",
        (_, GateOutcome::Hold) => "held for a person",
        (_, GateOutcome::Stay) => "stays challenger",
        (_, GateOutcome::RollBack) => "rolled back",
    };
    let decided = |c: &&Check| c.leads_to == outcome && (outcome != GateOutcome::Promote || c.name == gate.headline());
    let Some(decisive) = checks.iter().find(decided).or_else(|| checks.first()) else {
        return format!("{lead}: no check was made");
    };
    let others = checks.iter().filter(|c| c.name != decisive.name);
    let listed = |wanted: CheckResult| {
        let names = others.clone().filter(|c| c.result == wanted);
        names.map(|c| c.name.as_str().replace('_', " ")).collect::<Vec<_>>()
    };
    let mut sentence = format!("{lead}: {}", decisive.sentence);
    for (what, names) in [
        ("failed too", listed(CheckResult::Failed)),
        ("not checked", listed(CheckResult::NotMade)),
    ] {
        if !names.is_empty() {
            sentence = format!("{sentence}; {what}: {}", names.join(", "));
        }
    }
    sentence
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::CheckName;

    const NAMES: [CheckName; 4] = [
        CheckName::LogLoss,
        CheckName::Brier,
        CheckName::MeanTv,
        CheckName::EValue,
    ];
    const OUTCOMES: [GateOutcome; 3] = [GateOutcome::Promote, GateOutcome::Hold, GateOutcome::Stay];

    fn check() -> impl Strategy<Value = Check> {
        let name = prop::sample::select(NAMES.to_vec());
        let outcome = || prop::sample::select(OUTCOMES.to_vec());
        (name, any::<bool>(), any::<bool>(), outcome(), -1.0..1.0_f64).prop_map(|(name, made, passed, to, value)| {
            let check = if made {
                Check::made(name, passed, to, "so it is")
            } else {
                Check::not_made(name, to, "too few")
            };
            check.comparing(value, 0.5).over(7)
        })
    }

    proptest! {
        #[test]
        fn the_strictest_check_decides(checks in prop::collection::vec(check(), 1..8)) {
            let decision = Decision::of(Gate::Specification, checks.clone());
            prop_assert_eq!(decision.outcome == GateOutcome::Promote, !checks.iter().any(Check::blocks));
            prop_assert!(checks.iter().all(|c| c.leads_to <= decision.outcome));
        }

        #[test]
        fn comes_back_from_json(checks in prop::collection::vec(check(), 0..8)) {
            let decision = Decision::of(Gate::Shadow, checks);
            let json = serde_json::to_string(&decision).unwrap();
            prop_assert_eq!(serde_json::from_str::<Decision>(&json).unwrap(), decision);
        }
    }

    #[test]
    fn leads_with_what_decided_and_names_the_rest() {
        let stay = GateOutcome::Stay;
        let loss = |passed| Check::made(CheckName::LogLoss, passed, stay, "log loss 0.0012 worse");
        let brier = |passed| Check::made(CheckName::Brier, passed, stay, "Brier score 0.0003 worse");
        let leagues = Check::not_made(CheckName::Leagues, GateOutcome::Promote, "no league has 300 matches");
        let sentence = |checks| Decision::of(Gate::Specification, checks).sentence.to_string();
        assert_eq!(
            sentence(vec![brier(true), loss(true), leagues.clone()]),
            "becomes champion: log loss 0.0012 worse; not checked: leagues"
        );
        assert_eq!(
            sentence(vec![loss(false), brier(false), leagues]),
            "stays challenger: log loss 0.0012 worse; failed too: brier; not checked: leagues"
        );
        assert_eq!(sentence(Vec::new()), "held for a person: no check was made");
    }

    #[test]
    fn a_stored_sentence_is_cleaned_when_it_is_read() {
        let json = r#"{"gate":"refresh","outcome":"hold","checks":[],"sentence":"held \u001b[2J here"}"#;
        let decision: Decision = serde_json::from_str(json).unwrap();
        assert_eq!(decision.sentence.as_str(), "held  here");
    }
}
