//! Writes evaluations down.

use chrono::{DateTime, Utc};

use super::{judge::DriftJudge, series::league_series};
use crate::{
    metrics::drift::LeagueJudgement,
    store::{self, Db, StoreError},
};

/// Evaluates the drift of all leagues, and writes down those whose matches are not the ones of their last evaluation: a
/// league that rests has no clean evaluations meanwhile. Returns how many were written; without a champion none.
///
/// It is called when tallies have changed. What is lost when the program ends between the two is made up by the next call.
///
/// # Errors
/// When a query fails.
pub async fn record_verdicts(db: &Db, judge: &DriftJudge, now: DateTime<Utc>) -> Result<usize, StoreError> {
    let mut tx = db.read().await?;
    let Some(champion) = store::champion(&mut tx).await? else {
        return Ok(0);
    };
    let series = league_series(&mut tx, champion.id).await?;
    let before = store::evaluations_before(&mut tx, now.date_naive()).await?;
    drop(tx);
    let (judge, known) = (judge.clone(), before.clone());
    let judged = tokio::task::spawn_blocking(move || judge.judge(&series, &before))
        .await
        .unwrap_or_else(|died| std::panic::resume_unwind(died.into_panic()));
    let is_new = |j: &&LeagueJudgement| {
        let last = known.get(&j.evidence.league);
        j.evidence.window.matches > 0 && last.is_none_or(|last| last.fingerprint != j.evidence.fingerprint)
    };
    let new: Vec<&LeagueJudgement> = judged.iter().filter(is_new).collect();
    let mut tx = db.write().await?;
    for judgement in &new {
        store::write_verdict(&mut tx, champion.id, judgement, now).await?;
    }
    if !new.is_empty() {
        store::bump_revision(&mut tx, store::Subject::Tallies).await?;
    }
    tx.commit().await?;
    Ok(new.len())
}
