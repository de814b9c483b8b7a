//! The one word and the one sentence at the top.

use std::collections::BTreeMap;

use crate::{
    domain::{FreshnessStatus, HealthStatus, OverallStatus, SafeText},
    engine::{Alert, AlertState, Sections, Severity, SourceFreshness},
};

/// The worst of all sections in one word and one sentence. Silence is `unknown`, never `ok`.
pub(in crate::engine) fn overall(sections: &Sections, alerts: &[Alert]) -> (OverallStatus, SafeText) {
    // What is silenced stands last, and what is over before it: they make nothing worse, and are counted.
    let loud = alerts.partition_point(|alert| alert.silenced.is_none() && alert.state == AlertState::Firing);
    let (loud, others) = alerts.split_at_checked(loud).unwrap_or((alerts, &[]));
    let silenced = others.iter().filter(|alert| alert.silenced.is_some()).count();
    let (status, headline) = match of_loud(sections, loud) {
        // Everything that makes a model worse is an alert too: what is left is silenced.
        (OverallStatus::Watch | OverallStatus::Degraded, _) if loud.is_empty() && silenced > 0 => {
            (OverallStatus::Ok, "nothing else deserves attention".into())
        }
        judged => judged,
    };
    let counts = [(others.len() - silenced, "over and not seen"), (silenced, "silenced")];
    let counts = counts
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| format!(" · {n} {what}"));
    (
        status,
        counts.fold(headline.to_string(), |line, count| line + &count).into(),
    )
}

fn of_loud(sections: &Sections, alerts: &[Alert]) -> (OverallStatus, SafeText) {
    if let Some(worst) = alerts.iter().map(|alert| alert.severity).max() {
        let status = match worst {
            Severity::Critical => OverallStatus::Degraded,
            Severity::Warning => OverallStatus::Watch,
        };
        return (status, headline(alerts).into());
    }
    if !sections.are_read() {
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

/// What nobody has seen yet leads. An acknowledgement makes nothing well: what was acknowledged still counts for the one word,
/// and is named after the rest.
fn headline(alerts: &[Alert]) -> String {
    let unseen = alerts.partition_point(|alert| !alert.is_acknowledged());
    match alerts.split_at_checked(unseen) {
        None | Some((_, [])) => told(alerts),
        Some(([], seen)) => format!("acknowledged: {}", told(seen)),
        Some((unseen, seen)) => format!("{} · acknowledged: {}", told(unseen), kinds(seen)),
    }
}

/// A single alert in full, of several the kinds.
fn told(alerts: &[Alert]) -> String {
    match alerts {
        [only] => only.sentence.to_string(),
        several => kinds(several),
    }
}

/// Each kind with its number and its worst subject, the gravest kind first.
fn kinds(alerts: &[Alert]) -> String {
    let mut kinds: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut known = BTreeMap::new();
    for alert in alerts {
        let (kind, subject) = alert.rule.as_str().split_once(' ').unwrap_or((alert.rule.as_str(), ""));
        let kind = kind_in_words(kind, alert.severity);
        let at = *known.entry(kind).or_insert_with(|| {
            kinds.push((kind, Vec::new()));
            kinds.len() - 1
        });
        if let Some((_, subjects)) = kinds.get_mut(at) {
            subjects.push(subject);
        }
    }
    let phrases = kinds.iter().map(|(kind, subjects)| match subjects.as_slice() {
        [""] => (*kind).to_owned(),
        [subject] => format!("{kind}: {subject}"),
        [first, ..] => format!("{} {kind} ({first} …)", subjects.len()),
        [] => String::new(),
    });
    phrases.collect::<Vec<_>>().join(" · ")
}

fn kind_in_words(kind: &str, severity: Severity) -> &str {
    match (kind, severity) {
        ("pooled-drift", _) => "drift over all leagues",
        ("league-drift", Severity::Critical) => "drift high",
        ("league-drift", Severity::Warning) => "drift elevated",
        ("source-stale", Severity::Critical) => "sources in error",
        ("source-stale", Severity::Warning) => "sources late",
        ("data-quality", _) => "faults in the data",
        ("section-silent", _) => "cannot be read",
        ("no-model", _) => "no model",
        ("feature-store", _) => "feature store down",
        ("training-failed", _) => "training failed",
        ("market-refutes-model", _) => "refuted by the market",
        ("training-not-succeeded", _) => "no training has succeeded for long",
        ("feature-hit-ratio", _) => "few feature lookups hit",
        ("registry-outbox", _) => "MLflow is behind",
        ("alert-delivery", _) => "alerts could not be told",
        ("registry-unreachable", _) => "MLflow cannot be used",
        ("registry-refused", _) => "MLflow refused a step",
        ("registry-alias", _) => "an alias was moved in MLflow",
        ("no-worker", _) => "no worker for a waiting training",
        (other, _) => other,
    }
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
