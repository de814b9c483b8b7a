use touchline::{domain::Verdict, engine::LeagueDrift};

use super::{Entry, Listing, RowId, Value};
use crate::tui::{
    model::Model,
    theme::Concern,
    widget::{Column, range},
};

static COLUMNS: [Column; 9] = [
    Column::prose("league", "league", 9, 13),
    Column::number("matches", "n", 7),
    Column::number("skill", "vs market", 8),
    Column::number("reference", "reference", 3).dim(),
    Column::number("effect", "effect", 6),
    Column::number("adjusted_p", "adj. p", 4),
    Column::number("smallest_detectable", "could show", 2).dim(),
    Column::text("weekly_skill", "by week", 5).judged(),
    Column::text("verdict", "verdict", 9).judged(),
];

/// Leagues by their drift, the worst first.
pub(super) fn list(model: &Model) -> Listing<'_> {
    let leagues = model
        .snapshot
        .sections
        .league_drift
        .value
        .as_deref()
        .unwrap_or_default();
    // One scale for all: a league that drifts stands out from those that do not.
    let scale = range(leagues.iter().flat_map(|row| &row.weekly_skill));
    Listing::new(&COLUMNS, leagues.iter().map(|row| entry(row, scale)))
}

fn entry(row: &LeagueDrift, scale: (f64, f64)) -> Entry<'_> {
    let signed = |value: Option<f64>| Value::known(value, |value| Value::Signed(value, 3));
    let verdict = match row.verdict {
        Verdict::High => "HIGH",
        other => other.as_str(),
    };
    let skill = Value::known(row.skill, |value| Value::Mean {
        value,
        se: row.skill_se,
        decimals: 3,
        signed: true,
    });
    Entry {
        id: RowId::named(row.league.as_str()),
        concern: Concern::from(row.verdict),
        values: vec![
            Value::text(format!("{:<3} {}", row.league.as_str(), row.name)),
            Value::Count(row.matches),
            skill,
            signed(row.reference),
            signed(row.effect),
            Value::known(row.adjusted_p, Value::Probability),
            signed(row.smallest_detectable),
            Value::Series {
                values: &row.weekly_skill,
                scale,
            },
            Value::text(verdict),
        ],
    }
}
