mod figures;

use touchline::engine::{AlertOutboxState, FeatureStore, Registry, System};

use super::{Entry, Listing, RowId, Value};
use crate::tui::{model::Model, theme::Concern, widget::Column};

static COLUMNS: [Column; 8] = [
    Column::text("service", "service", 9),
    Column::text("backend", "backend", 5),
    Column::text("state", "state", 9).judged(),
    Column::number("since", "since", 6),
    Column::number("latency_ms", "answers in ms", 7),
    Column::prose("figures", "in figures", 8, 16),
    Column::text("version", "version", 2).dim(),
    Column::prose("location", "where", 1, 12).dim(),
];

/// The parts that the product stands on, those in trouble first.
pub(super) fn list(model: &Model) -> Listing<'_> {
    let system = model.snapshot.sections.system.value.as_ref();
    let rows = system.into_iter().flat_map(|system| {
        let rows = [
            database(system),
            feature_store(&system.feature_store, model),
            registry(&system.registry, model),
            schedule_keeper(model),
        ];
        rows.into_iter().chain(system.alert_outbox.as_ref().map(alert_receiver))
    });
    let mut listing = Listing::new(&COLUMNS, rows);
    listing.rows.sort_by_key(|row| std::cmp::Reverse(row.concern));
    listing
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
            Value::Missing,
            Value::Fixed(database.latency_ms, 2),
            Value::known(database.size_bytes, |bytes| Value::text(figures::size(bytes))),
            Value::text(database.version.as_str()),
            Value::text(database.location.as_str()),
        ],
    }
}

fn feature_store<'a>(store: &'a FeatureStore, model: &Model) -> Entry<'a> {
    let (concern, state) = standing(Some(store.reachable));
    Entry {
        id: RowId::named("feature store"),
        concern: if figures::misses_often(store) {
            concern.max(Concern::Warn)
        } else {
            concern
        },
        values: vec![
            Value::text("feature store"),
            Value::text(store.backend.as_str()),
            Value::text(state),
            since(model, "feature-store"),
            Value::known(store.latency_ms, |ms| Value::Fixed(ms, 2)),
            Value::text(figures::lookups(store)),
            Value::known(store.version.as_ref(), |version| Value::text(version.as_str())),
            Value::Missing,
        ],
    }
}

fn registry<'a>(registry: &'a Registry, model: &Model) -> Entry<'a> {
    let (concern, state) = if registry.backend.as_str() == "database" {
        (Concern::Good, "up")
    } else {
        standing(registry.reachable)
    };
    Entry {
        id: RowId::named("registry"),
        concern: if registry.outbox_refused > 0 {
            concern.max(Concern::Warn)
        } else {
            concern
        },
        values: vec![
            Value::text("registry"),
            Value::text(registry.backend.as_str()),
            Value::text(state),
            since(model, "registry-unreachable"),
            Value::known(registry.latency_ms, |ms| Value::Fixed(ms, 2)),
            Value::text(figures::outbox(registry)),
            Value::known(registry.version.as_ref(), |version| Value::text(version.as_str())),
            Value::text(registry.location.as_str()),
        ],
    }
}

fn schedule_keeper(model: &Model) -> Entry<'_> {
    let training = model.snapshot.sections.training.value.as_ref();
    let keeper = training.and_then(|training| training.schedule_keeper.as_ref());
    let next = training.and_then(|training| training.next_scheduled_at);
    let (concern, state) = match (training, keeper, next) {
        (None, ..) => (Concern::Unknown, "not known"),
        (_, Some(_), _) => (Concern::Good, "up"),
        (_, None, Some(_)) => (Concern::Warn, "NOBODY"),
        (_, None, None) => (Concern::Quiet, "no schedule"),
    };
    Entry {
        id: RowId::named("schedule keeper"),
        concern,
        values: vec![
            Value::text("schedule keeper"),
            Value::known(keeper.map(|_| "worker"), Value::text),
            Value::text(state),
            Value::Missing,
            Value::Missing,
            Value::known(next, |at| Value::text(figures::next_run(at, model.data_now()))),
            Value::Missing,
            Value::known(keeper, |keeper| Value::text(keeper.as_str())),
        ],
    }
}

fn alert_receiver(outbox: &AlertOutboxState) -> Entry<'_> {
    let (concern, state) = match (&outbox.last_error, outbox.pending) {
        (_, 0) => (Concern::Good, "up"),
        (None, _) => (Concern::Good, "telling"),
        (Some(_), _) => (Concern::Broken, "DOWN"),
    };
    Entry {
        id: RowId::named("alert receiver"),
        concern,
        values: vec![
            Value::text("alert receiver"),
            Value::text("webhook"),
            Value::text(state),
            Value::Missing,
            Value::Missing,
            Value::text(format!("{} alerts wait", outbox.pending)),
            Value::Missing,
            Value::known(outbox.last_error.as_deref(), Value::text),
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

/// Since when a service is in the trouble that a rule tells of.
fn since(model: &Model, rule: &str) -> Value<'static> {
    let alerts = model.snapshot.sections.alerts.value.as_deref().unwrap_or_default();
    let alert = alerts.iter().find(|alert| alert.rule.as_str() == rule);
    Value::known(alert, |alert| Value::Ago {
        at: alert.since,
        now: model.now,
    })
}
