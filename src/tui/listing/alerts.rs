use touchline::{domain::Severity, engine::Alert};

use super::{Entry, Listing, RowId, Value};
use crate::tui::{model::Model, theme::Concern, widget::Column};

static COLUMNS: [Column; 5] = [
    Column::text("severity", "severity", 6).judged(),
    Column::prose("rule", "rule", 8, 12),
    Column::number("since", "for", 7),
    Column::text("acknowledged_by", "seen by", 5),
    Column::prose("sentence", "what is wrong", 9, 20),
];

/// What deserves attention now, the worst first.
pub(super) fn list(model: &Model) -> Listing<'_> {
    let alerts = model.snapshot.sections.alerts.value.as_deref().unwrap_or_default();
    Listing::new(&COLUMNS, alerts.iter().map(|row| entry(row, model)))
}

fn entry<'a>(row: &'a Alert, model: &Model) -> Entry<'a> {
    Entry {
        id: RowId::named(&row.rule),
        concern: match row.severity {
            Severity::Warning => Concern::Warn,
            Severity::Critical => Concern::Bad,
        },
        values: vec![
            Value::text(row.severity.as_str()),
            Value::text(row.rule.as_str()),
            Value::Ago {
                at: row.since,
                now: model.now,
            },
            Value::known(row.acknowledged_by.as_ref(), |by| Value::text(by.as_str())),
            Value::text(row.sentence.as_str()),
        ],
    }
}
