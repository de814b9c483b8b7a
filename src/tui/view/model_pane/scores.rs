use ratatui::{buffer::Buffer, layout::Rect};
use touchline::engine::{ModelHealth, Paired, ScoreRow, Scores};

use crate::tui::{
    listing::{Entry, Listing, RowId, Value},
    theme::{Concern, Look},
    view::section::Section,
    widget::{Column, Table, fixed, standard_error},
};

static COLUMNS: [Column; 6] = [
    Column::text("forecaster", "", 9),
    Column::number("log_loss", "log loss", 9),
    Column::number("vs_market", "vs market", 8),
    Column::number("brier", "Brier", 5),
    Column::number("rps", "RPS", 4),
    Column::number("accuracy", "accuracy", 3),
];

/// Every forecaster's scores on the same rows; gives the area below.
pub(in crate::tui::view) fn render(
    scores: &Scores,
    section: &Section<'_, ModelHealth>,
    look: &Look,
    area: Rect,
    buf: &mut Buffer,
) -> Rect {
    let listing = Listing::new(&COLUMNS, rows(scores, look).into_iter());
    let height = u16::try_from(listing.rows.len() + 1)
        .unwrap_or(area.height)
        .min(area.height);
    let table = Table {
        listing: &listing,
        selected: None,
        sort: None,
        stale: section.is_stale(),
        signs: false,
    };
    table.render(look, Rect { height, ..area }, buf);
    Rect {
        y: area.y + height,
        height: area.height - height,
        ..area
    }
}

fn rows(scores: &Scores, look: &Look) -> Vec<Entry<'static>> {
    let se = standard_error(scores.log_loss.se, look.glyphs.plus_minus, 4);
    let blank = " ".repeat(se.chars().count());
    let row = |name: &'static str, pick: fn(&ScoreRow) -> Option<f64>, suffix: &str, paired: Option<Paired>| {
        let loss = pick(&scores.log_loss).map_or_else(String::new, |value| fixed(value, 4));
        let score = |of: &ScoreRow| Value::known(pick(of), |value| Value::Fixed(value, 4));
        Entry {
            id: RowId::named(name),
            concern: Concern::Quiet,
            values: vec![
                Value::text(name),
                Value::text(format!("{loss}{suffix}")),
                Value::known(paired, |paired| Value::Mean {
                    value: paired.mean,
                    se: paired.se,
                    decimals: 4,
                    signed: true,
                }),
                score(&scores.brier),
                score(&scores.rps),
                Value::known(pick(&scores.accuracy), Value::Share),
            ],
        }
    };
    let mut rows = vec![
        row("published", |s| Some(s.published), &se, scores.published_vs_market),
        row("model", |s| Some(s.model), &blank, scores.model_vs_market),
    ];
    if scores.log_loss.market.is_some() {
        rows.push(row("market", |s| s.market, &blank, None));
    }
    rows.push(row("climatology", |s| Some(s.climatology), &blank, None));
    rows
}
