//! What a service has done, in one short text.

use chrono::{DateTime, Utc};
use touchline::engine::{FeatureStore, Registry};

use crate::tui::widget::{percent, until};

/// A feature store that hits less often than this, over at least so many lookups, is of little use.
const HIT_RATE: (f64, u64) = (0.9, 100);

pub(super) fn misses_often(store: &FeatureStore) -> bool {
    store.lookups > HIT_RATE.1 && store.hit_rate.is_some_and(|rate| rate < HIT_RATE.0)
}

/// `93 % of 1204 hit, 24 h`.
pub(super) fn lookups(store: &FeatureStore) -> String {
    match store.hit_rate {
        Some(rate) => format!("{} of {} hit, {} h", percent(rate), store.lookups, store.window_hours),
        None => format!("no lookup for {} h", store.window_hours),
    }
}

/// `9 versions, 3 wait, 1 refused`.
pub(super) fn outbox(registry: &Registry) -> String {
    let counts = [(registry.outbox_pending, "wait"), (registry.outbox_refused, "refused")];
    let told = counts.iter().filter(|(count, _)| *count > 0);
    told.fold(format!("{} versions", registry.versions), |text, (count, what)| {
        format!("{text}, {count} {what}")
    })
}

/// `next Tue 04:00 UTC, in 3 d`.
pub(super) fn next_run(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    format!("next {} UTC, {}", at.format("%a %H:%M"), until(now, at))
}

/// `46 MB`, in millions of bytes.
pub(super) fn size(bytes: u64) -> String {
    format!("{:.0} MB", bytes as f64 / 1e6)
}
