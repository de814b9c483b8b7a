use touchline::engine::WorkerProcess;

use super::{Entry, Listing, RowId, Value};
use crate::tui::{model::Model, theme::Concern, widget::Column};

static COLUMNS: [Column; 7] = [
    Column::prose("id", "worker", 9, 14),
    Column::text("host", "host", 4),
    Column::text("alive", "state", 8).judged(),
    Column::number("heartbeat_at", "heartbeat", 7),
    Column::text("run", "holds", 6),
    Column::text("keeps_schedule", "schedule", 5),
    Column::number("started_at", "up", 3).dim(),
];

/// Workers, those that live first.
pub(super) fn list(model: &Model) -> Listing<'_> {
    let system = model.snapshot.sections.system.value.as_ref();
    let workers = system.into_iter().flat_map(|system| &system.workers);
    Listing::new(&COLUMNS, workers.map(|row| entry(row, model)))
}

fn entry<'a>(row: &'a WorkerProcess, model: &Model) -> Entry<'a> {
    let now = model.now;
    let (concern, state) = match (row.alive, row.run) {
        (true, Some(_)) => (Concern::Busy, "working"),
        (true, None) => (Concern::Good, "idle"),
        // Its run is taken up by another worker when the lease is over.
        (false, Some(_)) => (Concern::Warn, "SILENT"),
        (false, None) => (Concern::Quiet, "gone"),
    };
    Entry {
        id: RowId::named(&row.id),
        concern,
        values: vec![
            Value::text(row.id.as_str()),
            Value::known(row.host.as_ref(), |host| Value::text(host.as_str())),
            Value::text(state),
            Value::Ago {
                at: row.heartbeat_at,
                now,
            },
            Value::known(row.run, |run| Value::text(format!("#{run}"))),
            Value::known(row.keeps_schedule.then_some("keeps it"), Value::text),
            Value::known(row.alive.then_some(row.started_at), |at| Value::Ago { at, now }),
        ],
    }
}
