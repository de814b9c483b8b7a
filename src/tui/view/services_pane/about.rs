use touchline::engine::{Database, FeatureStore, Registry, System};

use crate::tui::{
    listing::RowId,
    model::Model,
    theme::{Concern, Look},
    view::facts::Facts,
    widget::{age, until},
};

/// What is known of a service beyond its row.
pub(super) fn facts<'a>(id: &RowId, system: &System, model: &Model, look: &'a Look) -> Facts<'a> {
    let mut facts = Facts::new(look);
    match id {
        RowId::Name(name) => match name.as_str() {
            "database" => database(&system.database, &mut facts),
            "feature store" => feature_store(&system.feature_store, model, &mut facts),
            "registry" => registry(&system.registry, model, &mut facts),
            _ => schedule_keeper(system, model, &mut facts),
        },
        RowId::Number(_) => {}
    }
    facts
}

fn database(database: &Database, facts: &mut Facts<'_>) {
    facts.say(
        "database",
        format!("{} {} at {}", database.backend, database.version, database.location),
    );
}

fn feature_store(store: &FeatureStore, model: &Model, facts: &mut Facts<'_>) {
    if let Some(error) = &store.error {
        let next = store
            .next_attempt
            .map_or_else(String::new, |at| format!(", asked again {}", until(model.now, at)));
        facts.judge("trouble", format!("{error}{next}"), Concern::Broken);
    }
    let counts = store.outcomes;
    facts.say(
        "lookups",
        format!(
            "{} in {} h: {} hit, {} missing, {} expired, {} failed",
            store.lookups, store.window_hours, counts.hit, counts.miss, counts.expired, counts.error
        ),
    );
    facts.say(
        "instead",
        format!(
            "{} values read from the database, {} records not written",
            store.fallbacks, store.unwritten
        ),
    );
}

fn registry(registry: &Registry, model: &Model, facts: &mut Facts<'_>) {
    let concern = match registry.reachable {
        Some(false) => Concern::Broken,
        _ => Concern::Quiet,
    };
    facts.judge("registry", registry.sentence.as_str(), concern);
    if registry.outbox_pending > 0 || registry.outbox_refused > 0 {
        let oldest = registry
            .oldest_pending_at
            .map_or_else(String::new, |at| format!(", the oldest from {}", age(model.now, at)));
        facts.judge(
            "outbox",
            format!(
                "{} steps wait to be told{oldest}; {} refused for good",
                registry.outbox_pending, registry.outbox_refused
            ),
            Concern::Warn,
        );
    }
    if let Some(error) = &registry.last_error {
        let next = registry
            .next_attempt_at
            .map_or_else(String::new, |at| format!(", tried again {}", until(model.now, at)));
        facts.judge("trouble", format!("{error}{next}"), Concern::Warn);
    }
    facts.known(
        "alias",
        registry.alias_mismatch.as_ref().map(|moved| {
            format!(
                "{} was moved by someone else {} and put back, {} times so far",
                moved.alias,
                age(model.now, moved.at),
                moved.times
            )
        }),
    );
}

fn schedule_keeper(system: &System, model: &Model, facts: &mut Facts<'_>) {
    match system.workers.iter().find(|worker| worker.keeps_schedule) {
        Some(worker) => facts.say(
            "schedule",
            format!(
                "{} asks for its runs, heartbeat {}",
                worker.id,
                age(model.now, worker.heartbeat_at)
            ),
        ),
        None => facts.say(
            "schedule",
            "no worker alive asks for its runs; `touchline worker` starts one",
        ),
    }
}
