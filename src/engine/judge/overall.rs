//! The one word and the one sentence at the top.

use crate::{
    domain::{FreshnessStatus, HealthStatus, OverallStatus, SafeText},
    engine::{Alert, SectionState, Sections, Severity, SourceFreshness},
};

/// The worst of all sections in one word and one sentence. Silence is `unknown`, never `ok`.
pub(in crate::engine) fn overall(sections: &Sections, alerts: &[Alert]) -> (OverallStatus, SafeText) {
    if let Some(worst) = alerts.first() {
        let status = match worst.severity {
            Severity::Critical => OverallStatus::Degraded,
            Severity::Warning => OverallStatus::Watch,
        };
        let more = match alerts.len() - 1 {
            0 => String::new(),
            n => format!(" (and {n} more)"),
        };
        return (status, SafeText::from(format!("{}{more}", worst.sentence)));
    }
    if is_loading(sections) {
        return (OverallStatus::Unknown, "reading the database".into());
    }
    match sections.model_health.value.as_ref() {
        None => (OverallStatus::Unknown, "model health is not known".into()),
        Some(health) => {
            let reason = health.reasons.first().cloned().unwrap_or_default();
            match health.status {
                HealthStatus::Stable => (OverallStatus::Ok, reason),
                HealthStatus::Unknown | HealthStatus::NoModel => (OverallStatus::Unknown, reason),
                HealthStatus::Watch => (OverallStatus::Watch, reason),
                HealthStatus::Degraded => (OverallStatus::Degraded, reason),
            }
        }
    }
}

fn is_loading(sections: &Sections) -> bool {
    [
        sections.model_health.state,
        sections.league_drift.state,
        sections.data_freshness.state,
        sections.training.state,
        sections.system.state,
    ]
    .contains(&SectionState::Loading)
}

/// Sources with the worst first; of equal ones the longest overdue.
pub(in crate::engine) fn sort_by_concern(sources: &mut [SourceFreshness]) {
    let concern = |source: &SourceFreshness| match source.status {
        FreshnessStatus::Error => 0,
        FreshnessStatus::Warn => 1,
        FreshnessStatus::Pass => 2,
        FreshnessStatus::Idle => 3,
        FreshnessStatus::Never => 4,
    };
    sources.sort_by(|a, b| {
        concern(a)
            .cmp(&concern(b))
            .then(b.overdue_s.cmp(&a.overdue_s))
            .then_with(|| a.source.cmp(&b.source))
    });
}
