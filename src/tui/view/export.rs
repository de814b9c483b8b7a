use ratatui::{
    buffer::Buffer,
    layout::Rect,
    style::Style,
    text::{Line, Span},
};

use super::{pane::put, popup};
use crate::tui::{
    model::{Export, Model},
    theme::Look,
};

const WIDTH: u16 = 52;

/// What can be written into a file, and how much it is.
pub(super) fn render(model: &Model, look: &Look, selected: usize, body: Rect, buf: &mut Buffer) {
    let exports = model.exports();
    let height = u16::try_from(exports.len() + 2).unwrap_or(u16::MAX);
    let area = popup::centered(body, WIDTH, height);
    let inner = popup::frame("Write a file", "Enter writes, Esc closes", look, area, buf);
    let lines: Vec<_> = exports
        .iter()
        .enumerate()
        .map(|(index, export)| {
            let (cursor, style) = if index == selected {
                (look.glyphs.cursor, look.title)
            } else {
                (" ", Style::new())
            };
            Line::from(vec![
                Span::styled(cursor, look.accent),
                Span::styled(export.title(), style),
                Span::styled(extent(*export, model), look.dim),
            ])
        })
        .collect();
    put(&lines, look, inner, buf);
}

fn extent(export: Export, model: &Model) -> String {
    match export {
        Export::List(pane, _) => pane.list().map_or_else(String::new, |list| {
            let shown = model.listing(list).rows.len();
            let all = list.rows(model).rows.len();
            match (shown, all) {
                (1, 1) => ", 1 row".to_owned(),
                (shown, all) if shown == all => format!(", {shown} rows"),
                (shown, all) => format!(", the {shown} of {all} rows that are shown"),
            }
        }),
        Export::Log => format!(", {} lines", model.logs.shown().count()),
        Export::Snapshot | Export::Screen => String::new(),
    }
}
