//! The promote stage: one transaction, so that a crash leaves the old champion or the new one, never none, never two, and
//! never a champion without its forecasts.

use super::{
    Incumbent,
    judge::judge,
    register::{Candidate, Registered},
};
use crate::{
    domain::{Decision, Gate, GateOutcome, ModelVersion, PromotionKind, RunState, Stage},
    store::{self, Ending, Held, NewDecision, Patience, Promotion, Subject, Tx},
    training::{
        drill::Moment,
        forecast::{forecast_within, shadow_within},
        job::{Job, TrainError},
        worker::BEARS,
    },
};

/// What a training came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::training) struct Trained {
    pub(in crate::training) version: ModelVersion,
    /// It is the champion now.
    pub(in crate::training) promoted: bool,
    /// What the run says of it.
    pub(in crate::training) message: String,
}

/// Does what the gate says, and ends the run.
pub(super) async fn promote(
    job: &Job<'_>,
    candidate: &Candidate<'_>,
    registered: &Registered,
) -> Result<Trained, TrainError> {
    job.reporter.stage(
        Stage::Promote,
        0,
        "does what the gate says, and forecasts the coming fixtures",
    );
    if job.reporter.stop_requested() {
        return Err(TrainError::Cancelled);
    }
    job.drill.at(Stage::Promote, Moment::Begins);
    let mut patience = Patience::of(BEARS);
    loop {
        match once(job, candidate, registered).await {
            Err(TrainError::Store(error)) if patience.waits_after(&error).await => {}
            Err(TrainError::LeaseLost) => return ended_before(job, registered).await,
            done => return done,
        }
    }
}

async fn once(job: &Job<'_>, candidate: &Candidate<'_>, registered: &Registered) -> Result<Trained, TrainError> {
    let mut tx = job.db.write().await?;
    if store::still_held(&mut tx, job.lease).await? == Held::Lost {
        return Err(TrainError::LeaseLost);
    }
    let now = job.clock.now();
    let (incumbent, decision) = decide(&mut tx, job, candidate, registered).await?;
    let promoted = decision.outcome == GateOutcome::Promote;
    if promoted {
        let reason = reason(candidate, &decision);
        let promotion = Promotion {
            kind: PromotionKind::Promote,
            model_id: registered.id,
            previous_id: incumbent,
            requested_by: &format!("training #{}", job.lease.run),
            reason: &reason,
            at: now,
        };
        store::promote_model(&mut tx, &promotion).await?;
        store::drop_idle_walk_forwards(&mut tx).await?;
    }
    let forecast = forecast_within(&mut tx, now).await?;
    shadow_within(&mut tx, now).await?;
    store::bump_revision(&mut tx, Subject::Tallies).await?;
    let trained = Trained {
        version: registered.version.clone(),
        promoted,
        message: message(candidate, registered, &decision, forecast),
    };
    let ending = Ending {
        state: RunState::Succeeded,
        message: trained.message.clone(),
        model_id: Some(registered.id),
        scores: candidate.evaluation.scores,
    };
    if store::finish(&mut tx, job.lease, &ending, now).await? == Held::Lost {
        return Err(TrainError::LeaseLost);
    }
    store::add_event(&mut tx, job.lease, now, Some(Stage::Promote), &ending.message).await?;
    job.recorder
        .registered(&mut tx, job.lease.run, registered, candidate)
        .await?;
    job.drill.at(Stage::Promote, Moment::Commits);
    tx.commit().await?;
    Ok(trained)
}

/// The champion as it is now, and the decision against it. Another may have been promoted since the data was read: a
/// refresh is held against that one anew; a comparison of specifications stands while the champion's is the same.
async fn decide(
    tx: &mut Tx,
    job: &Job<'_>,
    candidate: &Candidate<'_>,
    registered: &Registered,
) -> Result<(Option<i64>, Decision), TrainError> {
    let (extracted, evaluation) = (candidate.extracted, candidate.evaluation);
    let now = Incumbent::load(tx).await?;
    let id = now.as_ref().map(|incumbent| incumbent.id);
    let before = extracted.incumbent.as_ref();
    let mut decision = evaluation.decision.clone();
    if id != before.map(|incumbent| incumbent.id) {
        let same = |other: &Incumbent| before.is_some_and(|before| before.specification == other.specification);
        decision = match &now {
            Some(other) if same(other) && extracted.league.is_none() => match decision.gate {
                Gate::Specification => decision,
                _ => judge(
                    extracted,
                    candidate.fitted,
                    candidate.walks,
                    &evaluation.parameters,
                    Some(other),
                ),
            },
            _ => decision.held("the champion was changed while this was trained"),
        };
    }
    // Its walk-forward has not changed since: it would come and go every week.
    if (decision.gate, decision.outcome) == (Gate::Specification, GateOutcome::Promote)
        && let Some(at) = store::taken_back_at(tx, registered.id).await?
    {
        decision = decision.held(&format!(
            "a version of this specification was taken back on {}",
            at.format("%F")
        ));
    }
    if decision.outcome == GateOutcome::Promote
        && let Some(freeze) = store::champion_freeze(tx).await?
    {
        decision = decision.held(&freeze.sentence());
    }
    if decision != evaluation.decision {
        let written = NewDecision {
            at: job.clock.now(),
            run_id: Some(job.lease.run),
            model_id: registered.id,
            champion_id: id,
            decision: &decision,
            data_hash: &extracted.data.hash,
            seed: 0,
        };
        store::write_decision(tx, &written).await?;
    }
    Ok((id, decision))
}

/// Why it becomes champion: what it was fitted on, what it scored, and what the gate said.
fn reason(candidate: &Candidate<'_>, decision: &Decision) -> String {
    let summary = candidate.validated.summary();
    match &candidate.evaluation.scores {
        Some(scores) => format!(
            "trained: {summary}; walk-forward log loss {:.4}, n {}; {}",
            scores.log_loss, scores.n, decision.sentence
        ),
        None => format!("trained: {summary}; {}", decision.sentence),
    }
}

fn message(candidate: &Candidate<'_>, registered: &Registered, decision: &Decision, forecast: u64) -> String {
    let (version, summary) = (&registered.version, candidate.validated.summary());
    let blend = candidate
        .evaluation
        .parameters
        .blend
        .map(|blend| format!("; {}", blend.sentence()));
    let blend = blend.unwrap_or_default();
    match decision.outcome {
        GateOutcome::Promote => {
            format!("{version} promoted: {summary}, {forecast} coming fixtures forecast{blend}")
        }
        GateOutcome::Hold | GateOutcome::Stay | GateOutcome::RollBack => {
            format!("{version} {}; {summary}{blend}", decision.sentence)
        }
    }
}

/// A connection that breaks between a commit and its answer leaves open whether the commit was done. If it was, the next
/// attempt finds the run over; then this attempt's own success is what ended it.
async fn ended_before(job: &Job<'_>, registered: &Registered) -> Result<Trained, TrainError> {
    let mut tx = job.db.read().await?;
    let run = store::run(&mut tx, job.lease.run).await?;
    let own = run.filter(|run| run.state == RunState::Succeeded && run.attempt == job.lease.attempt);
    let run = own.ok_or(TrainError::LeaseLost)?;
    let champion = store::champion(&mut tx).await?;
    Ok(Trained {
        version: registered.version.clone(),
        promoted: champion.is_some_and(|champion| champion.id == registered.id),
        message: run.message.to_string(),
    })
}
