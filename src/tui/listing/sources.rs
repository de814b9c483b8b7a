use touchline::{
    domain::FreshnessStatus,
    engine::{Slo, SourceFreshness},
};

use super::{Entry, Listing, RowId, Value};
use crate::tui::{model::Model, theme::Concern, widget::Column};

static COLUMNS: [Column; 10] = [
    Column::prose("source", "source", 9, 10),
    Column::number("last_event_at", "last match", 6),
    Column::number("last_loaded_at", "loaded", 5),
    Column::number("overdue_s", "overdue", 7).judged(),
    Column::number("warn_after_s", "warns at", 4).dim(),
    Column::number("error_after_s", "error at", 4).dim(),
    Column::number("slo", "fresh days", 2),
    Column::number("rows", "rows", 1),
    Column::number("quarantined", "quarantined", 3),
    Column::text("status", "status", 9).judged(),
];

/// Sources by their freshness, the worst first.
pub(super) fn list(model: &Model) -> Listing<'_> {
    let sources = model.snapshot.sections.data_freshness.value.as_deref();
    Listing::new(
        &COLUMNS,
        sources.unwrap_or_default().iter().map(|row| entry(row, model)),
    )
}

fn entry<'a>(row: &'a SourceFreshness, model: &Model) -> Entry<'a> {
    let now = model.data_now();
    let ago = |at| Value::known(at, |at| Value::Ago { at, now });
    let status = match row.status {
        FreshnessStatus::Error => "ERROR",
        other => other.as_str(),
    };
    Entry {
        id: RowId::named(&row.source),
        concern: Concern::from(row.status),
        values: vec![
            Value::text(row.source.as_str()),
            ago(row.last_event_at),
            ago(row.last_loaded_at),
            Value::known(row.overdue_s.filter(|seconds| *seconds > 0), Value::Seconds),
            Value::Seconds(row.warn_after_s),
            Value::Seconds(row.error_after_s),
            Value::known(row.slo.as_ref(), |slo| Value::text(fresh_days(slo))),
            Value::Count(row.rows),
            Value::known(Some(row.quarantined).filter(|rows| *rows > 0), Value::Count),
            Value::text(status),
        ],
    }
}

/// `27 of 28`.
fn fresh_days(slo: &Slo) -> String {
    format!("{:.0} of {}", slo.share * f64::from(slo.days), slo.days)
}
