//! Does the feature store answer, and what became of its lookups?

use chrono::{DateTime, TimeDelta, Utc};

use super::system::milliseconds;
use crate::{
    domain::{FeatureEvent, SafeText, with_causes},
    engine::{FeatureStore, LookupOutcomes},
    features::{self, FeatureError},
    metrics::FeatureTally,
    store::{self, StoreError, Tx},
    training::Clock,
};

/// Lookups are counted over a day: forecasts are made a few times a day.
pub(super) const WINDOW_HOURS: u32 = 24;

/// Counts of the window that ends now (engine clock).
pub(super) async fn counts(tx: &mut Tx, now: DateTime<Utc>) -> Result<FeatureTally, StoreError> {
    store::feature_lookups_since(tx, now - TimeDelta::hours(i64::from(WINDOW_HOURS))).await
}

/// The store's part of the section. That it does not answer fails no poll.
pub(super) async fn feature_store(features: &features::FeatureStore, counts: &FeatureTally) -> FeatureStore {
    let pulse = features.pulse().await;
    let error = pulse.as_ref().err();
    let alive = pulse.as_ref().cloned().unwrap_or_default();
    let next_attempt = features
        .attempts()
        .next_in
        .and_then(|pause| TimeDelta::from_std(pause).ok());
    FeatureStore {
        backend: features.backend().into(),
        reachable: error.is_none(),
        latency_ms: alive.latency.map(milliseconds),
        version: alive.version.map(SafeText::from),
        error: error.map(consequence),
        next_attempt: error.and(next_attempt).map(|pause| Clock::wall() + pause),
        window_hours: WINDOW_HOURS,
        lookups: counts.lookups(),
        hit_rate: counts.hit_rate(),
        outcomes: LookupOutcomes {
            hit: counts.of(FeatureEvent::Hit),
            miss: counts.of(FeatureEvent::Miss),
            expired: counts.of(FeatureEvent::Expired),
            error: counts.of(FeatureEvent::Error),
        },
        fallbacks: counts.of(FeatureEvent::Fallback),
        unwritten: counts.of(FeatureEvent::Unwritten),
    }
}

/// The sentence does not say when it is tried again: it would change with every poll, and be drawn anew.
fn consequence(error: &FeatureError) -> SafeText {
    format!(
        "the feature store is down: forecasts read from the database instead, and what it misses is made up when it \
         answers. {}",
        with_causes(error.cause())
    )
    .into()
}
