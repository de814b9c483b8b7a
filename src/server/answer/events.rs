//! What changed between two snapshots.

use serde::Serialize;

use crate::engine::{Fetched, Run, SectionState, Snapshot};

/// An event: its name and its data, JSON on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::server) struct Told {
    pub(in crate::server) event: &'static str,
    pub(in crate::server) data: String,
}

#[derive(Serialize)]
struct Section {
    name: &'static str,
    state: SectionState,
    as_of: Option<chrono::DateTime<chrono::Utc>>,
}

/// Of the first snapshot every section is told.
pub(in crate::server) fn between(before: Option<&Snapshot>, now: &Snapshot) -> Vec<Told> {
    let new = &now.sections;
    let old = before.map(|snapshot| &snapshot.sections);
    let mut told = Vec::new();
    told.extend(section("model_health", old.map(|s| &s.model_health), &new.model_health));
    told.extend(section("league_drift", old.map(|s| &s.league_drift), &new.league_drift));
    told.extend(section(
        "data_freshness",
        old.map(|s| &s.data_freshness),
        &new.data_freshness,
    ));
    told.extend(section("data_quality", old.map(|s| &s.data_quality), &new.data_quality));
    told.extend(section("training", old.map(|s| &s.training), &new.training));
    // Its times change with every poll; who wants those reads the metrics.
    let system = |snapshot: &Snapshot| steady(&snapshot.sections.system);
    told.extend(section("system", before.map(system).as_ref(), &system(now)));
    told.extend(section("alerts", old.map(|s| &s.alerts), &new.alerts));
    told.extend(jobs(before, now));
    told
}

fn steady(system: &Fetched<crate::engine::System>) -> Fetched<(u32, Option<String>)> {
    let value = system.value.as_ref();
    Fetched {
        state: system.state,
        as_of: system.as_of,
        latency: system.latency,
        error: system.error.clone(),
        next_attempt: system.next_attempt,
        value: value.map(|s| (s.worker.alive, s.model_version.as_ref().map(ToString::to_string))),
    }
}

/// A section whose state or value is another.
fn section<T: PartialEq>(name: &'static str, old: Option<&Fetched<T>>, new: &Fetched<T>) -> Option<Told> {
    let same = old.is_some_and(|old| old.state == new.state && old.value == new.value);
    (!same).then(|| {
        told(
            "section",
            &Section {
                name,
                state: new.state,
                as_of: new.as_of,
            },
        )
    })
}

#[derive(Serialize, PartialEq)]
struct Job<'a> {
    id: i64,
    state: &'a str,
    stage: Option<&'a str>,
    progress: f64,
    message: &'a str,
}

impl<'a> Job<'a> {
    fn of(run: &'a Run) -> Self {
        Self {
            id: run.id,
            state: run.state.as_str(),
            stage: run.stage.map(crate::domain::Stage::as_str),
            progress: run.progress,
            message: run.message.as_str(),
        }
    }
}

/// Trainings that came, went on or ended.
fn jobs(before: Option<&Snapshot>, now: &Snapshot) -> Vec<Told> {
    let known: Vec<Job<'_>> = before.map(all_jobs).unwrap_or_default();
    all_jobs(now)
        .into_iter()
        .filter(|job| !known.contains(job))
        .map(|job| told("job", &job))
        .collect()
}

fn all_jobs(snapshot: &Snapshot) -> Vec<Job<'_>> {
    let training = snapshot.sections.training.value.iter();
    training
        .flat_map(|training| training.running.iter().chain(&training.queued).chain(&training.last))
        .map(Job::of)
        .collect()
}

fn told(event: &'static str, data: &impl Serialize) -> Told {
    Told {
        event,
        data: serde_json::to_string(data).unwrap_or_default(),
    }
}
