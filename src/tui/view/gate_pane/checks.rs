use ratatui::{buffer::Buffer, layout::Rect};
use touchline::domain::{Check, CheckName, CheckResult, GateOutcome};

use crate::tui::{
    listing::{Entry, Listing, RowId, Value},
    theme::{Concern, Look},
    widget::{Column, Table, fixed},
};

static COLUMNS: [Column; 6] = [
    Column::text("name", "check", 9),
    Column::text("result", "result", 8).judged(),
    Column::number("value", "value", 7),
    Column::number("limit", "limit", 6),
    Column::number("n", "n", 5),
    Column::prose("sentence", "in words", 4, 24).dim(),
];

/// Checks in at most so many rows, the most telling first; gives what is left of the area.
pub(super) fn render(checks: &[Check], look: &Look, area: Rect, rows: usize, buf: &mut Buffer) -> Rect {
    let listing = Listing::new(&COLUMNS, checks.iter().map(entry));
    let height = u16::try_from(rows.min(checks.len() + 1)).unwrap_or(u16::MAX);
    let height = height.min(area.height);
    let table = Table {
        listing: &listing,
        selected: None,
        sort: None,
        stale: false,
        signs: true,
    };
    table.render(look, Rect { height, ..area }, buf);
    Rect {
        y: area.y + height,
        height: area.height - height,
        ..area
    }
}

fn entry(check: &Check) -> Entry<'_> {
    let (concern, word) = match (check.result, check.leads_to) {
        (CheckResult::Passed, _) => (Concern::Good, "passed"),
        (CheckResult::Failed, _) => (Concern::Bad, "FAILED"),
        // A check that could not be made may block all the same.
        (CheckResult::NotMade, GateOutcome::Promote) => (Concern::Unknown, "not made"),
        (CheckResult::NotMade, _) => (Concern::Warn, "NOT MADE"),
    };
    Entry {
        id: RowId::named(check.name.as_str()),
        concern,
        values: vec![
            Value::text(check.name.as_str()),
            Value::text(word),
            Value::known(check.value, |value| Value::text(figure(check.name, value))),
            Value::known(check.limit, |limit| {
                Value::text(format!("{} {}", bound(check.name), figure(check.name, limit)))
            }),
            Value::known(check.n, Value::Count),
            Value::text(check.sentence.as_str()),
        ],
    }
}

/// A check's number, in the unit of its name.
fn figure(name: CheckName, value: f64) -> String {
    match name {
        CheckName::WeightedMatches
        | CheckName::Weeks
        | CheckName::Matches
        | CheckName::Coverage
        | CheckName::Freshness => fixed(value, 0),
        CheckName::EValue | CheckName::RollingOrigin => fixed(value, 1),
        CheckName::Convergence | CheckName::SumToOne => format!("{value:.0e}"),
        _ => fixed(value, 4),
    }
}

/// Whether its limit is the least or the most that passes.
const fn bound(name: CheckName) -> &'static str {
    match name {
        CheckName::WeightedMatches
        | CheckName::Weeks
        | CheckName::Matches
        | CheckName::EValue
        | CheckName::Calibration => "least",
        _ => "most",
    }
}
