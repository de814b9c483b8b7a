//! A champion that broke something right after its promotion goes back without asking.

use chrono::{DateTime, TimeDelta, Utc};

use super::{alarms::alarms, versions::is_watched};
use crate::{
    boxed::Boxed,
    domain::{Check, CheckName, Decision, GateOutcome, ModelVersion, with_causes},
    metrics::gate::{self, PairedForecast, Rollback, RollbackInput},
    store::{self, Accession, AuditEntry, Db, NewDecision, StoreError, Tx},
    training::{
        clock::Clock,
        job::TrainError,
        promotion::{Promoted, Request, roll_back},
    },
};

/// An alarm that was raised before the promotion is looked for this far back: what is older stands no longer, or a person
/// has let it stand.
const BEFORE_THE_PROMOTION: TimeDelta = TimeDelta::days(60);

/// Takes the champion back where [`gate::rollback`] says so. Returns the change of champion, if there was one. Of two workers
/// that find it due one does it. It is written into the audit before it is done.
///
/// # Errors
/// When the database fails, or the forecasts of the champion before cannot be made; the champion stays then.
#[must_use]
pub fn roll_back_if_due(
    db: &Db,
    now: DateTime<Utc>,
    mirrored: bool,
) -> Boxed<'_, Result<Option<Promoted>, TrainError>> {
    Box::pin(async move {
        let mut tx = db.read().await?;
        let due = Due::find(&mut tx, now).await?;
        drop(tx);
        let Some(due) = due else { return Ok(None) };
        let audit = write_down(db, &due).await?;
        let done = carry_out(db, now, mirrored).await;
        let (outcome, detail) = match &done {
            Ok(Some(back)) => ("done", format!("{} is champion again", back.version)),
            Ok(None) => ("not done", "the champion was changed or frozen meanwhile".to_owned()),
            Err(error) => ("not done", with_causes(error)),
        };
        if let Err(error) = close(db, audit, outcome, &detail).await {
            tracing::warn!("the outcome of audit entry {audit} could not be written: {error}");
        }
        done
    })
}

/// A rollback that is due.
struct Due {
    accession: Accession,
    predecessor: (i64, ModelVersion),
    rollback: Rollback,
    /// Since the promotion; the champion before is the challenger of these.
    pairs: Vec<PairedForecast>,
}

impl Due {
    async fn find(tx: &mut Tx, now: DateTime<Utc>) -> Result<Option<Self>, StoreError> {
        let accession = store::accession(tx).await?;
        let Some(accession) = accession.filter(|accession| is_watched(accession, now)) else {
            return Ok(None);
        };
        let Some(predecessor) = store::predecessor(tx, accession.champion_id).await? else {
            return Ok(None);
        };
        let (champion, promoted_at) = (accession.champion_id, accession.at);
        let pairs = store::pairs_of_version(tx, predecessor.0, champion, promoted_at).await?;
        let input = RollbackInput {
            frozen: store::champion_freeze(tx).await?.is_some(),
            kind: accession.kind,
            promoted_at,
            now,
            alarms: &alarms(&store::looks_of_alarmed(tx, promoted_at - BEFORE_THE_PROMOTION).await?),
            shadow: &pairs,
        };
        let rollback = gate::rollback(&input);
        Ok(rollback.due.then_some(Self {
            accession,
            predecessor,
            rollback,
            pairs,
        }))
    }

    fn decision(&self) -> Decision {
        let n = self.pairs.len();
        let worse = -self.pairs.iter().map(PairedForecast::log_loss_difference).sum::<f64>() / n.max(1) as f64;
        let sentence = format!("log loss {worse:+.4} against the champion before");
        let log_loss = Check::made(CheckName::LogLoss, false, GateOutcome::RollBack, sentence)
            .comparing(worse, 0.0)
            .over(n as u64);
        Decision::rolled_back(&self.rollback.sentence, vec![log_loss])
    }
}

async fn write_down(db: &Db, due: &Due) -> Result<i64, StoreError> {
    let (from, to) = (&due.accession.champion, &due.predecessor.1);
    let target = format!("{from} to {to}: {}", due.rollback.sentence);
    let mut tx = db.write_beside().await?;
    let entry = AuditEntry {
        at: Clock::wall(),
        actor: "touchline",
        ssh_origin: None,
        action: "roll back",
        target: &target,
    };
    let id = store::begin_audit(&mut tx, &entry).await?;
    tx.commit().await?;
    Ok(id)
}

async fn close(db: &Db, audit: i64, outcome: &str, detail: &str) -> Result<(), StoreError> {
    let mut tx = db.write_beside().await?;
    store::end_audit(&mut tx, audit, outcome, detail, Clock::wall()).await?;
    tx.commit().await
}

/// Looks again: another worker may have done it meanwhile, or an operator have frozen the champion.
async fn carry_out(db: &Db, now: DateTime<Utc>, mirrored: bool) -> Result<Option<Promoted>, TrainError> {
    let mut tx = db.write().await?;
    let Some(due) = Due::find(&mut tx, now).await? else {
        return Ok(None);
    };
    let request = Request {
        seen: Some(&due.accession.champion),
        by: "automatic rollback",
        reason: due.rollback.sentence.as_str(),
        at: now,
        mirrored,
    };
    let back = roll_back(&mut tx, &request).await?;
    let champion = due.accession.champion_id;
    let (model, _) = store::registered_model(&mut tx, champion).await?;
    let written = NewDecision {
        at: now,
        run_id: None,
        model_id: champion,
        champion_id: Some(due.predecessor.0),
        decision: &due.decision(),
        data_hash: &model.data_hash,
        seed: model.seed,
    };
    store::write_decision(&mut tx, &written).await?;
    tx.commit().await?;
    tracing::warn!(
        "{} was rolled back to {}: {}",
        due.accession.champion,
        back.version,
        due.rollback.sentence
    );
    Ok(Some(back))
}
