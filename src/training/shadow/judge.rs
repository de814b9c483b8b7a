//! A challenger that shadows: is it better on live fixtures?

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    boxed::Boxed,
    domain::{CheckName, CheckResult, Decision, Gate, GateOutcome},
    metrics::gate,
    store::{self, Contest, Db, NewDecision, StoreError, Tx},
    training::{
        job::TrainError,
        promotion::{Promoted, Request, promote},
    },
};

/// A decision that says nothing new is written down again after this long: its numbers are.
const AGAIN_AFTER: TimeDelta = TimeDelta::days(7);

/// Judges the challenger on the live fixtures that both have forecast, and makes it the champion where it is better beyond
/// doubt and the champion is not frozen. Returns the change of champion, if there was one. It may be called after every
/// settling: the evidence may be looked at at any time, and doing it twice changes nothing.
///
/// It judges another specification alone. A version that was held for a person shadows too, but only a person promotes it.
///
/// # Errors
/// When the database fails, or the forecasts of the new champion cannot be made; nothing was changed then.
#[must_use]
pub fn judge_shadow(db: &Db, now: DateTime<Utc>, mirrored: bool) -> Boxed<'_, Result<Option<Promoted>, TrainError>> {
    Box::pin(async move {
        let mut tx = db.write().await?;
        let Some(contest) = store::contest(&mut tx).await? else {
            return Ok(None);
        };
        let last = store::latest_decision(&mut tx, contest.challenger_id).await?;
        if contest.same_specification || last.as_ref().is_some_and(|(_, last)| is_for_a_person(last)) {
            return Ok(None);
        }
        let Some(decision) = decide(&mut tx, &contest).await? else {
            return Ok(None);
        };
        if is_news(last.as_ref(), &decision, now) {
            write_down(&mut tx, &contest, &decision, now).await?;
        }
        let promoted = match decision.outcome {
            GateOutcome::Promote => Some(take_over(&mut tx, &contest, &decision, now, mirrored).await?),
            GateOutcome::Hold | GateOutcome::Stay | GateOutcome::RollBack => None,
        };
        tx.commit().await?;
        if let Some(promoted) = &promoted {
            tracing::info!("{} {}", promoted.version, decision.sentence);
        }
        Ok(promoted)
    })
}

/// What the gate says now; none before the first match that both forecast.
async fn decide(tx: &mut Tx, contest: &Contest) -> Result<Option<Decision>, StoreError> {
    let pairs = store::pairs_of_specification(tx, contest.challenger_id, contest.champion_id).await?;
    if pairs.is_empty() {
        return Ok(None);
    }
    let decision = gate::shadow(&pairs);
    Ok(Some(match store::champion_freeze(tx).await? {
        Some(freeze) if decision.outcome == GateOutcome::Promote => decision.held(&freeze.sentence()),
        _ => decision,
    }))
}

/// Held by another gate than this one, which holds only while the champion is frozen.
fn is_for_a_person(last: &Decision) -> bool {
    last.outcome == GateOutcome::Hold && last.gate != Gate::Shadow
}

/// Another gate, another outcome, another result of a check; or it is a week old.
fn is_news(last: Option<&(DateTime<Utc>, Decision)>, decision: &Decision, now: DateTime<Utc>) -> bool {
    let results = |decision: &Decision| -> Vec<(CheckName, CheckResult)> {
        decision.checks.iter().map(|check| (check.name, check.result)).collect()
    };
    last.is_none_or(|(at, last)| {
        let same = last.gate == decision.gate && last.outcome == decision.outcome && results(last) == results(decision);
        !same || now - *at >= AGAIN_AFTER
    })
}

async fn write_down(tx: &mut Tx, contest: &Contest, decision: &Decision, now: DateTime<Utc>) -> Result<(), StoreError> {
    let written = NewDecision {
        at: now,
        run_id: None,
        model_id: contest.challenger_id,
        champion_id: Some(contest.champion_id),
        decision,
        data_hash: &contest.data_hash,
        // What is drawn for this gate is drawn from seeds of its own.
        seed: 0,
    };
    store::write_decision(tx, &written).await
}

async fn take_over(
    tx: &mut Tx,
    contest: &Contest,
    decision: &Decision,
    now: DateTime<Utc>,
    mirrored: bool,
) -> Result<Promoted, TrainError> {
    let request = Request {
        seen: Some(&contest.champion),
        by: "shadow gate",
        reason: decision.sentence.as_str(),
        at: now,
        mirrored,
    };
    Ok(promote(tx, &contest.challenger, &request).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Check;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn decision(gate: Gate, passed: bool) -> Decision {
        Decision::of(
            gate,
            vec![Check::made(CheckName::EValue, passed, GateOutcome::Stay, "E = 3.00")],
        )
    }

    #[test]
    fn what_says_nothing_new_is_written_once_a_week() {
        let stays = decision(Gate::Shadow, false);
        let before = (at("2026-11-10T23:00:00Z"), stays.clone());
        assert!(is_news(None, &stays, before.0));
        assert!(!is_news(Some(&before), &stays, at("2026-11-17T22:59:59Z")));
        assert!(is_news(Some(&before), &stays, at("2026-11-17T23:00:00Z")));
        assert!(is_news(Some(&before), &decision(Gate::Shadow, true), before.0));
        let specification = (before.0, decision(Gate::Specification, false));
        assert!(is_news(Some(&specification), &stays, before.0));
    }

    #[test]
    fn what_a_freeze_holds_is_judged_again_and_what_a_gate_holds_is_not() {
        assert!(!is_for_a_person(&decision(Gate::Shadow, true).held("frozen")));
        assert!(is_for_a_person(&decision(Gate::Refresh, true).held("moves")));
        assert!(!is_for_a_person(&decision(Gate::Specification, false)));
    }
}
