//! Numbers that deserve attention by themselves: what bettors make of the published probabilities, how old the last training is, how
//! often the feature store helps, and how far MLflow is behind.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Firing, fire};
use crate::{
    domain::RunState,
    engine::{Sections, Severity},
};

/// Strong evidence: by chance it is reached in less than one season of a hundred.
const REFUTED: f64 = 100.0;
/// A weekly training that has not come a day and a half after its time was missed.
const MISSED: TimeDelta = TimeDelta::hours(8 * 24 + 12);
/// Two were missed.
const MISSED_TWICE: TimeDelta = TimeDelta::days(15);
/// Share of lookups that hit, below which the feature store helps too little.
const HITS: f64 = 0.90;
/// Lookups that such a share needs to mean something.
const LOOKUPS: u64 = 100;
/// MLflow may be so far behind.
const BEHIND: TimeDelta = TimeDelta::hours(1);

pub(super) fn worth(sections: &Sections, wall: DateTime<Utc>) -> Vec<Firing> {
    let mut firing = refuted(sections);
    firing.extend(old_training(sections, wall));
    firing.extend(few_hits(sections));
    firing.extend(behind(sections, wall));
    firing
}

fn refuted(sections: &Sections) -> Vec<Firing> {
    let leagues = sections.league_drift.value.iter().flatten();
    let refuted = leagues.filter_map(|league| Some((league, league.e_value.filter(|e| *e >= REFUTED)?)));
    refuted
        .map(|(league, e)| {
            fire(
                format!("market-refutes-model {}", league.league),
                Severity::Critical,
                format!(
                    "{} {}: a bettor would have made {e:.0} of 1 against what is published",
                    league.league, league.name
                ),
            )
        })
        .collect()
}

/// Where there is a schedule: elsewhere nobody expects a training.
fn old_training(sections: &Sections, wall: DateTime<Utc>) -> Option<Firing> {
    let training = sections.training.value.as_ref()?;
    training.next_scheduled_at?;
    let succeeded = training.history.iter().find(|run| run.state == RunState::Succeeded);
    let trained = training.models.first().map(|model| model.trained_at);
    let last = succeeded.and_then(|run| run.finished_at).max(trained)?;
    let age = wall - last;
    let severity = if age >= MISSED_TWICE {
        Severity::Critical
    } else if age >= MISSED {
        Severity::Warning
    } else {
        return None;
    };
    let sentence = format!(
        "no training has succeeded for {} days; the schedule asks for them",
        age.num_days()
    );
    Some(fire("training-not-succeeded".to_owned(), severity, sentence))
}

fn few_hits(sections: &Sections) -> Option<Firing> {
    let store = &sections.system.value.as_ref()?.feature_store;
    let rate = store
        .hit_rate
        .filter(|rate| *rate < HITS && store.lookups > LOOKUPS && store.reachable)?;
    let sentence = format!(
        "only {:.0} % of {} lookups in the feature store hit in {} h; the others read the database",
        100.0 * rate,
        store.lookups,
        store.window_hours
    );
    Some(fire("feature-hit-ratio".to_owned(), Severity::Warning, sentence))
}

fn behind(sections: &Sections, wall: DateTime<Utc>) -> Option<Firing> {
    let registry = &sections.system.value.as_ref()?.registry;
    let waits = wall - registry.oldest_pending_at?;
    let sentence = format!(
        "{} steps wait that MLflow is to be told, for {} min",
        registry.outbox_pending,
        waits.num_minutes()
    );
    (waits >= BEHIND && registry.backend.as_str() == "mlflow")
        .then(|| fire("registry-outbox".to_owned(), Severity::Warning, sentence))
}
