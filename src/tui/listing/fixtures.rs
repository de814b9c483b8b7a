use touchline::engine::DivergentFixture;

use super::{Entry, Listing, RowId, Value, matches::percentages};
use crate::tui::{model::Model, theme::Concern, widget::Column};

static COLUMNS: [Column; 6] = [
    Column::text("date", "day", 6),
    Column::text("league", "league", 7),
    Column::prose("fixture", "fixture", 9, 14),
    Column::text("model", "model %", 5),
    Column::text("market", "market %", 5),
    Column::number("total_variation", "distance", 8).judged(),
];

/// Coming fixtures on which model and market lie far apart, the farthest first.
pub(super) fn list(model: &Model) -> Listing<'_> {
    let health = model.snapshot.sections.model_health.value.as_ref();
    let divergence = health.and_then(|health| health.odds_divergence.as_ref());
    Listing::new(
        &COLUMNS,
        divergence.into_iter().flat_map(|all| &all.fixtures).map(entry),
    )
}

fn entry(row: &DivergentFixture) -> Entry<'_> {
    let pairing = format!("{} - {}", row.home, row.away);
    Entry {
        id: RowId::named(format!("{} {} {pairing}", row.league, row.date)),
        concern: Concern::Warn,
        values: vec![
            Value::text(row.date.to_string()),
            Value::text(row.league.as_str()),
            Value::text(pairing),
            Value::text(percentages(row.model)),
            Value::text(percentages(row.market)),
            Value::Fixed(row.total_variation, 2),
        ],
    }
}
