//! What deserves attention, from the other sections. Each rule has a name, a severity and a sentence.

mod book;
mod operation;
mod patience;
mod registry;
mod steps;
mod worth;

pub(in crate::engine) use book::AlertBook;
pub(in crate::engine) use steps::{Step, Watch};

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    domain::{FreshnessStatus, HealthStatus, RunState, SafeText, Verdict},
    engine::{Fetched, QualityFinding, SectionState, Sections, Severity},
};

/// A section that has not answered for this long is an alert of its own; shorter hiccups are only marked stale.
const SILENCE: TimeDelta = TimeDelta::seconds(15);

/// Alerts that wait for their receiver for so long are an alert of their own.
const UNTOLD: TimeDelta = TimeDelta::minutes(5);

/// Names of all rules, without their subjects. Each has a runbook.
pub const ALERT_RULES: [&str; 20] = [
    "section-silent",
    "no-model",
    "pooled-drift",
    "league-drift",
    "source-stale",
    "data-quality",
    "market-refutes-model",
    "training-failed",
    "training-not-succeeded",
    "no-worker",
    "feature-store",
    "feature-hit-ratio",
    "registry-outbox",
    "registry-unreachable",
    "registry-refused",
    "registry-alias",
    "alert-delivery",
    "no-predictions",
    "lease-lost",
    "download-failing",
];

/// A rule whose condition holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::engine) struct Firing {
    pub(in crate::engine) rule: String,
    pub(in crate::engine) severity: Severity,
    pub(in crate::engine) sentence: String,
}

fn firing(sections: &Sections, wall: DateTime<Utc>) -> Vec<Firing> {
    let mut firing = silent_sections(sections, wall);
    firing.extend(model(sections));
    firing.extend(pooled(sections));
    firing.extend(drift(sections));
    firing.extend(sources(sections));
    firing.extend(quality(sections));
    firing.extend(training(sections));
    firing.extend(operation::operation(sections));
    firing.extend(feature_store(sections));
    firing.extend(registry::registry(sections, wall));
    firing.extend(worth::worth(sections, wall));
    firing.extend(alert_delivery(sections, wall));
    firing
}

fn fire(rule: String, severity: Severity, sentence: String) -> Firing {
    debug_assert!(
        rule.split(' ').next().is_some_and(|name| ALERT_RULES.contains(&name)),
        "{rule} is none of the rules that have a runbook"
    );
    Firing {
        rule,
        severity,
        sentence,
    }
}

fn silent_sections(sections: &Sections, wall: DateTime<Utc>) -> Vec<Firing> {
    let Sections {
        model_health,
        league_drift,
        data_freshness,
        data_quality,
        training,
        system,
        alerts: _,
    } = sections;
    [
        silent("model_health", model_health, wall),
        silent("league_drift", league_drift, wall),
        silent("data_freshness", data_freshness, wall),
        silent("data_quality", data_quality, wall),
        silent("training", training, wall),
        silent("system", system, wall),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn silent<T>(name: &str, section: &Fetched<T>, wall: DateTime<Utc>) -> Option<Firing> {
    let silent_for = section.as_of.map(|as_of| wall - as_of);
    let is_silent = match section.state {
        SectionState::Failed => true,
        SectionState::Stale => silent_for.is_some_and(|age| age >= SILENCE),
        SectionState::Loading | SectionState::Fresh | SectionState::Empty => false,
    };
    let error = section.error.as_ref().map_or("no reason known", SafeText::as_str);
    is_silent.then(|| {
        fire(
            format!("section-silent {name}"),
            Severity::Critical,
            format!("{name} cannot be read: {error}"),
        )
    })
}

fn model(sections: &Sections) -> Option<Firing> {
    let health = sections.model_health.value.as_ref()?;
    (health.status == HealthStatus::NoModel).then(|| {
        fire(
            "no-model".to_owned(),
            Severity::Warning,
            "no model has been trained yet".to_owned(),
        )
    })
}

fn pooled(sections: &Sections) -> Option<Firing> {
    let health = sections.model_health.value.as_ref()?;
    let cusum = health.pooled_cusum.as_ref().filter(|cusum| cusum.alarm)?;
    let sentence = format!(
        "all leagues together got worse against the market: their CUSUM reached {:.1}",
        cusum.threshold
    );
    Some(fire("pooled-drift".to_owned(), Severity::Critical, sentence))
}

fn drift(sections: &Sections) -> Vec<Firing> {
    let leagues = sections.league_drift.value.iter().flatten();
    leagues
        .filter_map(|league| {
            let severity = match league.verdict {
                Verdict::High => Severity::Critical,
                Verdict::Elevated => Severity::Warning,
                Verdict::Normal | Verdict::Insufficient => return None,
            };
            let sentence = format!(
                "{} {} {}: {}",
                league.league, league.name, league.verdict, league.reason
            );
            Some(fire(format!("league-drift {}", league.league), severity, sentence))
        })
        .collect()
}

fn sources(sections: &Sections) -> Vec<Firing> {
    let sources = sections.data_freshness.value.iter().flatten();
    sources
        .filter_map(|source| {
            let severity = match source.status {
                FreshnessStatus::Error => Severity::Critical,
                FreshnessStatus::Warn => Severity::Warning,
                FreshnessStatus::Pass | FreshnessStatus::Idle | FreshnessStatus::Never => return None,
            };
            Some(fire(
                format!("source-stale {}", source.source),
                severity,
                format!("{}: {}", source.source, source.reason),
            ))
        })
        .collect()
}

/// One alert for each rule and league: a fault in the reading of files is in all their seasons.
fn quality(sections: &Sections) -> Vec<Firing> {
    let findings = sections.data_quality.value.iter().flat_map(|quality| &quality.findings);
    let mut faults: BTreeMap<String, (&QualityFinding, usize)> = BTreeMap::new();
    for finding in findings {
        let rule = finding.rule.as_str().replace('_', "-");
        let league = finding
            .league
            .as_ref()
            .map_or_else(String::new, |league| format!("{league} "));
        // The gravest stands first.
        let (_, others) = faults
            .entry(format!("data-quality {league}{rule}"))
            .or_insert((finding, 0));
        *others += 1;
    }
    let fault = |(rule, (finding, times)): (String, (&QualityFinding, usize))| {
        let subject = Some(finding.subject()).filter(|subject| !subject.is_empty());
        let place = subject.map_or_else(String::new, |subject| format!("{subject}: "));
        let more = if times > 1 {
            format!(" (and {} more)", times - 1)
        } else {
            String::new()
        };
        fire(rule, finding.severity, format!("{place}{}{more}", finding.sentence))
    };
    faults.into_iter().map(fault).collect()
}

fn training(sections: &Sections) -> Vec<Firing> {
    let Some(training) = &sections.training.value else {
        return Vec::new();
    };
    let mut firing = Vec::new();
    if let Some(last) = training.last.as_ref().filter(|last| last.state == RunState::Failed) {
        let sentence = format!("training #{} failed: {}", last.id, last.message);
        firing.push(fire("training-failed".to_owned(), Severity::Critical, sentence));
    }
    let workers = sections.system.value.as_ref().map_or(0, |system| system.worker.alive);
    let waiting = training.queued.len() + usize::from(training.running.is_some());
    if workers == 0 && waiting > 0 && sections.system.state == SectionState::Fresh {
        let sentence = format!("{waiting} training(s) wait and no worker is alive: run `touchline worker`");
        firing.push(fire("no-worker".to_owned(), Severity::Warning, sentence));
    }
    firing
}

/// Whoever sits before a screen sees alerts all the same; nobody else does.
fn alert_delivery(sections: &Sections, wall: DateTime<Utc>) -> Option<Firing> {
    let outbox = sections.system.value.as_ref()?.alert_outbox.as_ref()?;
    let waits = wall - outbox.oldest_pending_at?;
    let error = outbox
        .last_error
        .as_deref()
        .unwrap_or("no program delivers them: run `touchline serve`");
    (waits >= UNTOLD).then(|| {
        fire(
            "alert-delivery".to_owned(),
            Severity::Warning,
            format!(
                "{} alerts could not be told for {} min: {error}",
                outbox.pending,
                waits.num_minutes()
            ),
        )
    })
}

/// Forecasts go on without the store, so this is never critical.
fn feature_store(sections: &Sections) -> Option<Firing> {
    let store = &sections.system.value.as_ref()?.feature_store;
    let error = store.error.as_ref().filter(|_| !store.reachable)?;
    Some(fire("feature-store".to_owned(), Severity::Warning, error.to_string()))
}
