use ratatui::{
    buffer::Buffer,
    layout::Rect,
    text::{Line, Span},
};
use tui_input::Input;

use super::{pane::put, popup};
use crate::tui::{
    model::{Entry, Model},
    theme::Look,
    widget::cut,
};

const WIDTH: u16 = 72;
const HEIGHT: u16 = 16;

pub(super) fn render(model: &Model, look: &Look, input: &Input, selected: usize, body: Rect, buf: &mut Buffer) {
    let area = popup::centered(body, WIDTH, HEIGHT);
    let inner = popup::frame("Command", "Enter does it, Esc closes", look, area, buf);
    let mut typed = vec![Span::styled(": ", look.accent)];
    typed.extend(popup::input(input, look));
    let rest = put(&[Line::from(typed)], look, inner, buf);
    let entries = model.palette(input.value());
    let visible = usize::from(rest.height).max(1);
    let selected = selected.min(entries.len().saturating_sub(1));
    let first = selected / visible * visible;
    let shown = entries.iter().enumerate().skip(first).take(visible);
    let width = usize::from(rest.width);
    let mut lines: Vec<_> = shown
        .map(|(index, entry)| line(entry, index == selected, model, look, width))
        .collect();
    if lines.is_empty() {
        lines.push(Line::from(Span::styled("no such command", look.dim)));
    }
    put(&lines, look, rest, buf);
}

fn line(entry: &Entry, selected: bool, model: &Model, look: &Look, width: usize) -> Line<'static> {
    let cursor = if selected { look.glyphs.cursor } else { " " };
    let key = model
        .keymap
        .keys(entry.spec)
        .next()
        .map_or_else(String::new, |key| key.to_string());
    let (name_style, text) = match &entry.available {
        Ok(()) => (
            if selected {
                look.title
            } else {
                ratatui::style::Style::new()
            },
            entry.spec.description.to_owned(),
        ),
        Err(reason) => (look.dim, format!("off: {reason}")),
    };
    let text = cut(&text, width.saturating_sub(29), look.glyphs.ellipsis).into_owned();
    Line::from(vec![
        Span::styled(cursor, look.accent),
        Span::styled(format!("{:<15} ", entry.spec.name), name_style),
        Span::styled(format!("{key:<11} "), look.accent),
        Span::styled(text, look.dim),
    ])
}
