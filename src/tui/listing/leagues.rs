use std::borrow::Cow;

use touchline::{
    domain::Verdict,
    engine::{CusumReading, LeagueDrift},
};

use super::{Entry, Listing, RowId, Value};
use crate::tui::{
    model::Model,
    theme::Concern,
    widget::{Column, range},
};

static COLUMNS: [Column; 12] = [
    Column::prose("league", "league", 12, 15),
    Column::number("matches", "n", 10),
    Column::number("skill", "vs market", 9),
    Column::number("reference", "reference", 3).dim(),
    Column::number("effect", "effect, 95 %", 6),
    Column::number("smallest_detectable", "could show", 2).dim(),
    Column::text("weekly_skill", "by week", 1).dim(),
    Column::text("cusum_series", "CUSUM", 8).judged(),
    Column::number("cusum", "of alarm", 7),
    Column::number("e_value", "E value", 4),
    Column::number("adjusted_p", "adj. p", 5),
    Column::text("verdict", "verdict", 11).judged(),
];
/// Standard errors to each side of a mean that 95 % of means stay within.
const NINETY_FIVE: f64 = 1.96;

/// Leagues by their drift, the worst first.
pub(super) fn list(model: &Model) -> Listing<'_> {
    let drift = &model.snapshot.sections.league_drift;
    let leagues = drift.value.as_deref().unwrap_or_default();
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
            effect(row),
            signed(row.smallest_detectable),
            Value::Series {
                values: Cow::Borrowed(&row.weekly_skill),
                scale,
            },
            Value::known(row.cusum.as_ref(), course),
            Value::known(row.cusum.as_ref(), |cusum| Value::Of {
                value: cusum.value,
                limit: cusum.threshold,
            }),
            Value::known(row.e_value, Value::Evidence),
            Value::known(row.adjusted_p, Value::Probability),
            Value::text(verdict),
        ],
    }
}

/// The reference rests on many more matches than the window: the interval is that of the window's mean.
fn effect(row: &LeagueDrift) -> Value<'_> {
    match (row.effect, row.skill_se) {
        (Some(value), Some(se)) => Value::Interval {
            value,
            ends: (value - NINETY_FIVE * se, value + NINETY_FIVE * se),
            decimals: 3,
        },
        (effect, None) => Value::known(effect, |value| Value::Signed(value, 3)),
        (None, _) => Value::Missing,
    }
}

/// From 0 to the alarm.
fn course(cusum: &CusumReading) -> Value<'_> {
    let points = cusum.series.iter().map(|point| Some(point.value));
    Value::Series {
        values: points.collect(),
        scale: (0.0, cusum.threshold),
    }
}
