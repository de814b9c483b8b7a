//! Settling: a result comes in, the predictions of its match are scored, and the tallies take them up, in one transaction.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    boxed::Boxed,
    domain::Origin,
    metrics::Tally,
    store::{self, StoreError, Subject, TallyKey, Tx},
};

/// What a settling came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Settled {
    /// Predictions whose match has ended, without those of shadows.
    pub predictions: u64,
    /// Of these, live ones that a later forecast of the same match had replaced; they are not scored.
    pub superseded: u64,
    /// Forecasts of shadows whose match has ended. They are in no tally: nobody was told of them.
    pub shadows: u64,
}

/// Settles every prediction whose match has a score. Settling twice changes nothing.
///
/// # Errors
/// When a query fails; then nothing of the transaction may be committed.
pub fn settle(tx: &mut Tx, now: DateTime<Utc>) -> Boxed<'_, Result<Settled, StoreError>> {
    Box::pin(async move {
        let due = store::settleable(tx).await?;
        let mut settled = Settled::default();
        let mut tallies = BTreeMap::<TallyKey, Tally>::new();
        for prediction in &due {
            if prediction.origin == Origin::Shadow {
                settled.shadows += 1;
                continue;
            }
            if prediction.superseded {
                settled.superseded += 1;
                continue;
            }
            let key = TallyKey {
                model_id: prediction.model_id,
                origin: prediction.origin,
                league_id: prediction.league_id,
                day: prediction.day,
            };
            tallies
                .entry(key)
                .or_default()
                .add(&prediction.forecast, prediction.score);
        }
        store::add_to_tallies(tx, &tallies).await?;
        if !due.is_empty() {
            let all = store::mark_settled(tx, now).await?;
            settled.predictions = all.saturating_sub(settled.shadows);
            store::bump_revision(tx, Subject::Tallies).await?;
        }
        Ok(settled)
    })
}

/// Settles anew what was settled of these leagues' days, after a past result was corrected. A tally only grows, so a day's is
/// made again of all its predictions.
///
/// # Errors
/// When a query fails; then nothing of the transaction may be committed.
pub fn resettle<'a>(
    tx: &'a mut Tx,
    days: &'a [(i64, NaiveDate)],
    now: DateTime<Utc>,
) -> Boxed<'a, Result<Settled, StoreError>> {
    Box::pin(async move {
        for (league_id, day) in days {
            store::unsettle_day(tx, *league_id, *day).await?;
        }
        store::bump_revision(tx, Subject::Tallies).await?;
        settle(tx, now).await
    })
}
