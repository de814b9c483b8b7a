use touchline::domain::HeldDifference;

use super::{Entry, Listing, RowId, Value};
use crate::tui::{model::Model, theme::Concern, widget::Column};

static COLUMNS: [Column; 7] = [
    Column::prose("file", "file", 8, 12),
    Column::number("line", "line", 7),
    Column::text("date", "day", 4),
    Column::prose("match", "match", 6, 14),
    Column::text("kind", "kind", 9).judged(),
    Column::prose("stored", "stored", 5, 10),
    Column::prose("told", "told", 5, 10),
];

/// Rows that would change matches that were played: they wait for a person.
pub(super) fn list(model: &Model) -> Listing<'_> {
    let quality = model.snapshot.sections.data_quality.value.as_ref();
    Listing::new(&COLUMNS, quality.into_iter().flat_map(|all| &all.held).map(entry))
}

fn entry(row: &HeldDifference) -> Entry<'_> {
    Entry {
        id: RowId::from(row),
        concern: Concern::Warn,
        values: vec![
            Value::text(row.file.as_str()),
            Value::Count(row.line),
            Value::text(row.date.to_string()),
            Value::text(format!("{} {} - {}", row.league, row.home, row.away)),
            Value::text(row.kind.as_str()),
            Value::text(row.stored.as_str()),
            Value::text(row.told.as_str()),
        ],
    }
}

impl From<&HeldDifference> for RowId {
    fn from(row: &HeldDifference) -> Self {
        Self::named(format!("{}:{} {}", row.file, row.line, row.kind))
    }
}
