use chrono::{DateTime, TimeDelta, Utc};

use super::exposition::{Exposition, seconds};
use crate::{
    domain::Severity,
    engine::{DataQuality, SourceFreshness},
};

pub(super) fn freshness(out: &mut Exposition, sources: &[SourceFreshness], as_of: Option<DateTime<Utc>>) {
    let mut statuses = out.gauge(
        "touchline_source_status",
        "Freshness of a source: 1 for the status that holds.",
    );
    for of in sources {
        let all = ["pass", "warn", "error", "idle", "never"];
        statuses.states(&labels(of), "status", &all, of.status.as_str());
    }
    let due = |of: &SourceFreshness| Some(seconds(as_of? - TimeDelta::seconds(of.overdue_s?)));
    let mut each = |name, help, value: &dyn Fn(&SourceFreshness) -> Option<f64>| {
        out.each(name, help, sources, labels, value);
    };
    each(
        "touchline_source_last_event_timestamp_seconds",
        "The day of the last match that a source told of.",
        &|of| of.last_event_at.map(seconds),
    );
    each(
        "touchline_source_last_success_timestamp_seconds",
        "When a file of a source was last loaded.",
        &|of| of.last_loaded_at.map(seconds),
    );
    each(
        "touchline_source_due_timestamp_seconds",
        "Since when something is due that has not arrived; no series where nothing is.",
        &due,
    );
    each("touchline_source_rows", "Matches with a score, or with odds.", &|of| {
        Some(of.rows as f64)
    });
    each(
        "touchline_quarantined_rows",
        "Rows of a source's files in quarantine.",
        &|of| Some(of.quarantined as f64),
    );
    each(
        "touchline_source_warn_after_seconds",
        "How late a source may be before it warns.",
        &|of| Some(of.warn_after_s as f64),
    );
    each(
        "touchline_source_error_after_seconds",
        "How late a source may be before it is in error.",
        &|of| Some(of.error_after_s as f64),
    );
}

fn labels(of: &SourceFreshness) -> [(&'static str, &str); 2] {
    [("source", of.kind.as_str()), ("league", of.league.as_str())]
}

pub(super) fn quality(out: &mut Exposition, quality: &DataQuality) {
    let mut findings = out.gauge(
        "touchline_data_quality_findings",
        "What is wrong with the stored data, by severity.",
    );
    for severity in [Severity::Warning, Severity::Critical] {
        let these = quality.findings.iter().filter(|finding| finding.severity == severity);
        findings.sample(&[("severity", severity.as_str())], these.count() as f64);
    }
    out.gauge(
        "touchline_held_differences",
        "Rows that would change played matches and wait for a person, at most 100.",
    )
    .sample(&[], quality.held.len() as f64);
    out.gauge("touchline_matches", "Matches with a score in the database.")
        .sample(&[], quality.extent.matches as f64);
}
