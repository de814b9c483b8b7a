use touchline::{
    domain::{HeldKind, LeagueCode},
    engine::QuarantinedRow,
};

use super::{Entry, Listing, RowId, Value};
use crate::tui::{model::Model, theme::Concern, widget::Column};

static COLUMNS: [Column; 6] = [
    Column::prose("file", "file", 9, 12),
    Column::number("line", "line", 8),
    Column::text("league", "league", 4),
    Column::number("at", "loaded", 5).dated(),
    Column::text("kind", "kind", 7).judged(),
    Column::prose("reason", "why it was put aside", 6, 20),
];

/// Rows that were put aside, the last loaded first.
pub(super) fn list(model: &Model) -> Listing<'_> {
    let quality = model.snapshot.sections.data_quality.value.as_ref();
    let rows = quality.into_iter().flat_map(|all| &all.quarantine);
    Listing::new(&COLUMNS, rows.map(|row| entry(row, model)))
}

fn entry<'a>(row: &'a QuarantinedRow, model: &Model) -> Entry<'a> {
    Entry {
        id: RowId::named(format!("{}:{} {}", row.file, row.line, row.kind)),
        concern: concern(row.kind),
        values: vec![
            Value::text(row.file.as_str()),
            Value::Count(row.line),
            Value::known(row.league.as_ref().map(LeagueCode::as_str), Value::text),
            Value::Ago {
                at: row.at,
                now: model.data_now(),
            },
            Value::text(row.kind.as_str()),
            Value::text(row.reason.as_str()),
        ],
    }
}

/// A row that tells against a played match waits for a person; one that cannot be used is only counted.
const fn concern(kind: HeldKind) -> Concern {
    match kind {
        HeldKind::ResultChanged | HeldKind::ResultRemoved | HeldKind::OtherDay => Concern::Warn,
        _ => Concern::Quiet,
    }
}
