//! What follows an arrival of matches: predictions are settled, features and forecasts brought up to date, drift evaluated.

use chrono::{DateTime, Utc};

use super::{DriftJudge, Due, Settled, TrainError, forecast_coming, record_verdicts, refresh_matches, settle};
use crate::{boxed::Boxed, features::FeatureStore, store::Db};

/// What an arrival of matches came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TakenUp {
    /// Predictions that were waiting for these results.
    pub settled: Settled,
    /// Forecasts of fixtures that the champion had not forecast.
    pub forecasts: u64,
    /// Evaluations of drift that were written down.
    pub verdicts: usize,
}

/// Takes up what has arrived since the last time. Each step does what is missing, whoever brought it: a program that ends
/// between an arrival and this, or half-way through, leaves the rest to the next call, and a second call changes nothing.
///
/// # Errors
/// When the database fails or the champion's parameters are unreadable; the steps before it are done then.
#[must_use]
pub fn take_up<'a>(
    db: &'a Db,
    features: &'a FeatureStore,
    judge: &'a DriftJudge,
    now: DateTime<Utc>,
) -> Boxed<'a, Result<TakenUp, TrainError>> {
    Box::pin(async move {
        let mut tx = db.write().await?;
        let settled = settle(&mut tx, now).await?;
        tx.commit().await?;
        refresh_matches(db, features, now).await?;
        let forecasts = forecast_coming(db, features, now).await?;
        let verdicts = record_verdicts(db, judge, Due::NewMatches, now).await?;
        Ok(TakenUp {
            settled,
            forecasts,
            verdicts,
        })
    })
}
