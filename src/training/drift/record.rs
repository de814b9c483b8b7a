//! Writes evaluations down.

use chrono::{DateTime, Utc};

use super::{judge::DriftJudge, series::league_series};
use crate::{
    boxed::Boxed,
    metrics::drift::LeagueJudgement,
    store::{self, Db, StoreError},
};

/// Which evaluations are written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Those with matches that their last evaluation did not have.
    NewMatches,
    /// All that have matches: a new champion may have forecast the same matches otherwise.
    NewChampion,
}

/// Evaluates the drift of all leagues, and writes down those that are due. The same matches again are no clean evaluation:
/// a league that rests does not come off its latch. Returns how many were written; without a champion none.
///
/// It is called when tallies have changed. What is lost when the program ends between the two is made up by the next call.
///
/// # Errors
/// When a query fails.
#[must_use]
pub fn record_verdicts<'a>(
    db: &'a Db,
    judge: &'a DriftJudge,
    due: Due,
    now: DateTime<Utc>,
) -> Boxed<'a, Result<usize, StoreError>> {
    Box::pin(async move {
        let mut tx = db.read().await?;
        let Some(champion) = store::champion(&mut tx).await? else {
            return Ok(0);
        };
        let series = league_series(&mut tx, champion.id).await?;
        let before = store::evaluations_before(&mut tx, now.date_naive()).await?;
        judge.learn(store::drift_thresholds(&mut tx).await?);
        drop(tx);
        let (judging, known) = (judge.clone(), before.clone());
        let look = tokio::task::spawn_blocking(move || judging.judge(&series, &before))
            .await
            .map_err(|died| StoreError::unreadable("series of settled predictions", died))?;
        let is_new = |j: &&LeagueJudgement| {
            let last = known.get(&j.evidence.league);
            let changed = last.is_none_or(|last| last.fingerprint != j.evidence.fingerprint);
            j.evidence.window.matches > 0 && (changed || due == Due::NewChampion)
        };
        let new: Vec<&LeagueJudgement> = look.leagues.iter().filter(is_new).collect();
        let mut tx = db.write().await?;
        for judgement in &new {
            store::write_verdict(&mut tx, champion.id, judgement, now).await?;
        }
        store::keep_thresholds(&mut tx, &judge.take_drawn(), now).await?;
        if !new.is_empty() {
            store::write_pooled(&mut tx, champion.id, look.pooled.as_ref(), now).await?;
            store::bump_revision(&mut tx, store::Subject::Tallies).await?;
        }
        tx.commit().await?;
        Ok(new.len())
    })
}
