//! The feature store in two lines: its lookups, and what keeps it from answering.

use std::io::{self, Write};

use chrono::{DateTime, Utc};

use crate::engine::{FeatureStore, LookupOutcomes};

pub(super) fn feature_store(out: &mut dyn Write, store: &FeatureStore, as_of: DateTime<Utc>) -> io::Result<()> {
    let version = store
        .version
        .as_ref()
        .map_or_else(String::new, |version| format!(" {version}"));
    let latency = store
        .latency_ms
        .map_or_else(String::new, |ms| format!(", answers in {ms:.1} ms"));
    writeln!(
        out,
        "  feature store {}{version}{latency}: {}",
        store.backend,
        lookups(store)
    )?;
    let Some(error) = &store.error else { return Ok(()) };
    let seconds = store.next_attempt.map(|at| (at - as_of).num_seconds().max(1));
    let retry = seconds.map_or_else(String::new, |seconds| format!(" (next attempt in {seconds} s)"));
    writeln!(out, "    {error}{retry}")
}

/// A hit rate never stands without its number of lookups.
fn lookups(store: &FeatureStore) -> String {
    let hours = store.window_hours;
    let Some(rate) = store.hit_rate else {
        return format!("no lookups in {hours} h");
    };
    let LookupOutcomes {
        miss, expired, error, ..
    } = store.outcomes;
    format!(
        "hit rate {:.1} % of {} lookups in {hours} h ({miss} missing, {expired} expired, {error} unanswered), {} values \
         read from the database",
        100.0 * rate,
        store.lookups,
        store.fallbacks
    )
}
