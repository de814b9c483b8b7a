use touchline::{domain::Severity, engine::QualityFinding};

use super::{Entry, Listing, RowId, Value};
use crate::tui::{model::Model, theme::Concern, widget::Column};

static COLUMNS: [Column; 4] = [
    Column::text("rule", "rule", 8),
    Column::text("subject", "where", 7),
    Column::text("severity", "severity", 5).judged(),
    Column::prose("sentence", "what is wrong", 9, 20),
];

/// What is wrong with the data itself, the gravest first.
pub(super) fn list(model: &Model) -> Listing<'_> {
    let quality = model.snapshot.sections.data_quality.value.as_ref();
    Listing::new(&COLUMNS, quality.into_iter().flat_map(|all| &all.findings).map(entry))
}

fn entry(row: &QualityFinding) -> Entry<'_> {
    Entry {
        id: RowId::named(format!("{} {}", row.rule, row.subject())),
        concern: match row.severity {
            Severity::Warning => Concern::Warn,
            Severity::Critical => Concern::Bad,
        },
        values: vec![
            Value::text(row.rule.as_str()),
            Value::text(row.subject()),
            Value::text(row.severity.as_str()),
            Value::text(row.sentence.as_str()),
        ],
    }
}
