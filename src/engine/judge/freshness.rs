//! What the age of the data means for the health of the model.

use crate::{
    domain::{FreshnessStatus, HealthStatus},
    engine::{ModelHealth, SourceFreshness},
};

/// A late source makes a stable model one to watch: what it is judged on may be out of date. A worse status stays, and so
/// does one that knows nothing.
pub(in crate::engine) fn heed_freshness(health: &mut ModelHealth, sources: &[SourceFreshness]) {
    let mut late = sources
        .iter()
        .filter(|source| matches!(source.status, FreshnessStatus::Warn | FreshnessStatus::Error));
    let Some(first) = late.next() else {
        return;
    };
    let reason = match late.count() {
        0 => format!("{} is late: {}", first.source, first.reason),
        others => format!("{} and {others} more sources are late", first.source),
    };
    match health.status {
        HealthStatus::Stable => {
            health.status = HealthStatus::Watch;
            health.reasons.insert(0, reason.into());
        }
        HealthStatus::Watch | HealthStatus::Degraded => health.reasons.push(reason.into()),
        HealthStatus::Unknown | HealthStatus::NoModel => {}
    }
}
