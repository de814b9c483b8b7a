use ratatui::{buffer::Buffer, layout::Rect, style::Style, text::Span};
use touchline::engine::{ModelHealth, Paired, ScoreRow, Scores};

use crate::tui::{
    theme::Look,
    view::section::Section,
    widget::{Cell, Column, Row, Table, fixed, percent, signed, standard_error},
};

const COLUMNS: [Column; 6] = [
    Column::text("", 9),
    Column::number("log loss", 9),
    Column::number("vs market", 8),
    Column::number("Brier", 5),
    Column::number("RPS", 4),
    Column::number("accuracy", 3),
];

/// Every forecaster's scores on the same rows; gives the area below.
pub(super) fn render(
    scores: &Scores,
    section: &Section<'_, ModelHealth>,
    look: &Look,
    area: Rect,
    buf: &mut Buffer,
) -> Rect {
    let se = standard_error(scores.log_loss.se, look.glyphs.plus_minus, 4);
    let blank = " ".repeat(se.chars().count());
    let style = section.style(look);
    let row = |name: &str, pick: fn(&ScoreRow) -> Option<f64>, suffix: &str, paired: Option<Paired>, style: Style| {
        let number = |score: &ScoreRow, digits| pick(score).map_or_else(String::new, |value| fixed(value, digits));
        let loss = format!("{}{suffix}", number(&scores.log_loss, 4));
        let accuracy = pick(&scores.accuracy).map_or_else(String::new, percent);
        let cells = [
            name.to_owned(),
            loss,
            paired.map_or_else(String::new, |paired| difference(paired, look)),
            number(&scores.brier, 4),
            number(&scores.rps, 4),
            accuracy,
        ];
        Row {
            sign: Span::raw(""),
            cells: cells.map(|text| Cell::new(text, style)).to_vec(),
        }
    };
    let mut rows = vec![
        row(
            "published",
            |s| Some(s.published),
            &se,
            scores.published_vs_market,
            style.patch(look.title),
        ),
        row("model", |s| Some(s.model), &blank, scores.model_vs_market, style),
    ];
    if scores.log_loss.market.is_some() {
        rows.push(row("market", |s| s.market, &blank, None, style));
    }
    rows.push(row("climatology", |s| Some(s.climatology), &blank, None, style));
    let height = u16::try_from(rows.len() + 1).unwrap_or(area.height).min(area.height);
    Table {
        columns: &COLUMNS,
        rows,
        selected: None,
        signs: false,
    }
    .render(look, Rect { height, ..area }, buf);
    Rect {
        y: area.y + height,
        height: area.height - height,
        ..area
    }
}

fn difference(paired: Paired, look: &Look) -> String {
    format!(
        "{}{}",
        signed(paired.mean, 4),
        standard_error(paired.se, look.glyphs.plus_minus, 4)
    )
}
