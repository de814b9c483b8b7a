use chrono::TimeDelta;
use touchline::{domain::SafeText, engine::AuditRecord};

use super::{Entry, Listing, RowId, Value};
use crate::tui::{model::Model, theme::Concern, widget::Column};

static COLUMNS: [Column; 7] = [
    Column::number("at", "when", 9).dated(),
    Column::prose("actor", "who", 7, 10),
    Column::text("ssh_origin", "from", 3).dim(),
    Column::text("action", "what", 9),
    Column::prose("target", "on", 6, 12),
    Column::text("outcome", "outcome", 8).judged(),
    Column::prose("detail", "what came of it", 4, 20).dim(),
];

/// No action takes longer: one without an outcome after it was cut off.
const LONGEST: TimeDelta = TimeDelta::minutes(2);

/// What operators did, the latest first.
pub(super) fn list(model: &Model) -> Listing<'_> {
    let system = model.snapshot.sections.system.value.as_ref();
    let records = system.into_iter().flat_map(|system| &system.audit);
    Listing::new(&COLUMNS, records.map(|row| entry(row, model)))
}

fn entry<'a>(row: &'a AuditRecord, model: &Model) -> Entry<'a> {
    let (concern, outcome) = match row.outcome.as_ref().map(SafeText::as_str) {
        Some("done") => (Concern::Good, "done"),
        Some(other) => (Concern::Warn, other),
        None if model.now - row.at < LONGEST => (Concern::Busy, "under way"),
        None => (Concern::Unknown, "not known"),
    };
    Entry {
        id: RowId::Number(row.id),
        concern,
        values: vec![
            Value::Ago {
                at: row.at,
                now: model.now,
            },
            Value::text(row.actor.as_str()),
            Value::known(row.ssh_origin.as_ref(), |origin| Value::text(origin.as_str())),
            Value::text(row.action.as_str()),
            Value::text(row.target.as_str()),
            Value::text(outcome),
            Value::known(row.detail.as_ref(), |detail| Value::text(detail.as_str())),
        ],
    }
}
