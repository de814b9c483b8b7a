use touchline::engine::{FeatureStore, Registry, System};

use super::{Entry, Listing, RowId, Value};
use crate::tui::{model::Model, theme::Concern, widget::Column};

static COLUMNS: [Column; 6] = [
    Column::text("service", "service", 9),
    Column::text("backend", "backend", 7),
    Column::text("state", "state", 9).judged(),
    Column::number("latency_ms", "answers in ms", 8),
    Column::text("version", "version", 4).dim(),
    Column::prose("location", "where", 3, 12).dim(),
];

/// The parts that the product stands on.
pub(super) fn list(model: &Model) -> Listing<'_> {
    let system = model.snapshot.sections.system.value.as_ref();
    let rows = system.into_iter().flat_map(|system| {
        [
            database(system),
            feature_store(&system.feature_store),
            registry(&system.registry),
        ]
    });
    Listing::new(&COLUMNS, rows)
}

fn database(system: &System) -> Entry<'_> {
    let database = &system.database;
    Entry {
        id: RowId::named("database"),
        concern: Concern::Good,
        values: vec![
            Value::text("database"),
            Value::text(database.backend.as_str()),
            Value::text("up"),
            Value::Fixed(database.latency_ms, 1),
            Value::text(database.version.as_str()),
            Value::text(database.location.as_str()),
        ],
    }
}

fn feature_store(store: &FeatureStore) -> Entry<'_> {
    let (concern, state) = standing(Some(store.reachable));
    Entry {
        id: RowId::named("feature store"),
        concern,
        values: vec![
            Value::text("feature store"),
            Value::text(store.backend.as_str()),
            Value::text(state),
            Value::known(store.latency_ms, |ms| Value::Fixed(ms, 1)),
            Value::known(store.version.as_ref(), |version| Value::text(version.as_str())),
            Value::known(store.error.as_ref(), |error| Value::text(error.as_str())),
        ],
    }
}

fn registry(registry: &Registry) -> Entry<'_> {
    let (concern, state) = if registry.backend.as_str() == "database" {
        (Concern::Good, "up")
    } else {
        standing(registry.reachable)
    };
    Entry {
        id: RowId::named("registry"),
        concern,
        values: vec![
            Value::text("registry"),
            Value::text(registry.backend.as_str()),
            Value::text(state),
            Value::known(registry.latency_ms, |ms| Value::Fixed(ms, 1)),
            Value::known(registry.version.as_ref(), |version| Value::text(version.as_str())),
            Value::text(registry.location.as_str()),
        ],
    }
}

const fn standing(reachable: Option<bool>) -> (Concern, &'static str) {
    match reachable {
        Some(true) => (Concern::Good, "up"),
        Some(false) => (Concern::Broken, "DOWN"),
        None => (Concern::Unknown, "not asked yet"),
    }
}
