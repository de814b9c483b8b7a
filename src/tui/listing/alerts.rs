use touchline::{
    domain::Severity,
    engine::{Alert, AlertState},
};

use super::{Entry, Listing, RowId, Value};
use crate::tui::{model::Model, theme::Concern, widget::Column};

static COLUMNS: [Column; 6] = [
    Column::text("severity", "severity", 8).judged(),
    Column::prose("rule", "rule", 7, 12),
    Column::number("since", "for", 6).dated(),
    Column::text("acknowledged_by", "seen by", 5),
    Column::number("acknowledged_at", "seen", 3).dim(),
    Column::prose("sentence", "what is wrong", 9, 20),
];

/// What deserves attention now: what nobody has seen yet first, and of that the worst.
pub(super) fn list(model: &Model) -> Listing<'_> {
    let alerts = model.snapshot.sections.alerts.value.as_deref().unwrap_or_default();
    Listing::new(&COLUMNS, alerts.iter().map(|row| entry(row, model)))
}

fn entry<'a>(row: &'a Alert, model: &Model) -> Entry<'a> {
    let now = model.now;
    Entry {
        id: RowId::named(&row.rule),
        concern: match row.severity {
            // The word stays; the sign calls nobody any more.
            _ if row.is_quiet() => Concern::Quiet,
            _ if row.state == AlertState::Latched => Concern::Warn,
            Severity::Warning => Concern::Warn,
            Severity::Critical => Concern::Bad,
        },
        values: vec![
            Value::text(match row.state {
                AlertState::Firing => row.severity.as_str(),
                AlertState::Latched => "over",
            }),
            Value::text(row.rule.as_str()),
            Value::Ago { at: row.since, now },
            Value::known(row.acknowledged_by.as_ref(), |by| Value::text(by.as_str())),
            Value::known(row.acknowledged_at, |at| Value::Ago { at, now }),
            Value::text(row.sentence.as_str()),
        ],
    }
}
