use ratatui::{
    buffer::Buffer,
    layout::Rect,
    style::Style,
    text::{Line, Span},
};

use super::{layout::log_areas, pane::put};
use crate::tui::{
    logging::{Level, LogLine},
    model::{LogView, Model, Position},
    theme::{Concern, Look},
    widget::{cut, wrap},
};

/// The log: what is shown of it, its lines, and the whole text of the one under the cursor.
pub(super) fn render(model: &Model, look: &Look, body: Rect, buf: &mut Buffer) {
    let [title_area, lines_area, detail_area] = log_areas(body);
    let logs = &model.logs;
    put(&[title(model, look)], look, title_area, buf);
    let page = logs.page(usize::from(lines_area.height));
    let current = logs
        .current()
        .map(|line| line.sequence)
        .filter(|_| logs.position != Position::Follow);
    let width = usize::from(lines_area.width);
    let lines: Vec<_> = page
        .iter()
        .map(|line| line_of(line, logs, current == Some(line.sequence), look, width))
        .collect();
    if lines.is_empty() {
        let text = format!(" nothing at {} or above yet", logs.level.word().to_lowercase());
        put(&[Line::from(Span::styled(text, look.dim))], look, lines_area, buf);
    }
    put(&lines, look, lines_area, buf);
    detail(logs, look, detail_area, buf);
}

fn title(model: &Model, look: &Look) -> Line<'static> {
    let logs = &model.logs;
    let mut parts = vec![format!("{} and above, times in UTC", logs.level.word().to_lowercase())];
    parts.push(match logs.position {
        Position::Follow => "following".to_owned(),
        Position::At { line, .. } => {
            let below = logs.shown().filter(|shown| shown.sequence > line).count();
            format!("{below} lines below")
        }
    });
    if let Some(text) = &logs.search {
        let hits = logs.shown().filter(|line| line.contains(text)).count();
        parts.push(format!("{hits} lines hold {text:?}"));
    }
    if logs.ring.dropped() > 0 {
        parts.push(format!("{} older lines dropped", logs.ring.dropped()));
    }
    if let Some(file) = &model.log_file {
        parts.push(format!("also in {file}"));
    }
    let parts = parts.join(&format!(" {} ", look.glyphs.dot));
    Line::from(vec![Span::styled(" Log  ", look.title), Span::styled(parts, look.dim)])
}

/// Columns before the text: cursor, time, level, target.
fn line_of(line: &LogLine, logs: &LogView, is_current: bool, look: &Look, width: usize) -> Line<'static> {
    let cursor = if is_current { look.glyphs.cursor } else { " " };
    let target = cut(line.target.as_str(), 12, look.glyphs.ellipsis).into_owned();
    let time = Span::styled(line.at.format("%H:%M:%S ").to_string(), look.dim);
    let mut spans = vec![
        Span::styled(cursor, look.accent),
        if is_current {
            time.patch_style(look.selected)
        } else {
            time
        },
        Span::styled(format!("{:<5} ", line.level.word()), level_style(line.level, look)),
        Span::styled(format!("{target:<12} "), look.dim),
    ];
    let room = width.saturating_sub(spans.iter().map(Span::width).sum());
    let text = cut(line.text.as_str(), room, look.glyphs.ellipsis);
    spans.extend(marked(&text, logs.search.as_deref(), look.selected));
    Line::from(spans)
}

pub(super) fn level_style(level: Level, look: &Look) -> Style {
    match level {
        Level::Error => look.of(Concern::Broken),
        Level::Warn => look.of(Concern::Warn),
        Level::Info => Style::new(),
        Level::Debug | Level::Trace => look.dim,
    }
}

/// A text with every place marked that holds the searched one.
fn marked(text: &str, search: Option<&str>, mark: Style) -> Vec<Span<'static>> {
    let lower = text.to_lowercase();
    // Where lower case has other lengths, places cannot be carried over; the line is still found and counted.
    let Some(search) = search.filter(|search| !search.is_empty() && lower.len() == text.len()) else {
        return vec![Span::raw(text.to_owned())];
    };
    let mut spans = Vec::new();
    let mut from = 0;
    for (start, found) in lower.match_indices(search) {
        let end = start + found.len();
        if let (Some(before), Some(hit)) = (text.get(from..start), text.get(start..end)) {
            spans.push(Span::raw(before.to_owned()));
            spans.push(Span::styled(hit.to_owned(), mark));
            from = end;
        }
    }
    spans.push(Span::raw(text.get(from..).unwrap_or_default().to_owned()));
    spans
}

fn detail(logs: &LogView, look: &Look, area: Rect, buf: &mut Buffer) {
    let width = usize::from(area.width);
    let mut lines = vec![Line::from(Span::styled(look.glyphs.rule.repeat(width), look.frame))];
    if let Some(line) = logs.current() {
        let text = wrap(line.text.as_str(), width.saturating_sub(2));
        lines.extend(text.into_iter().map(|text| Line::from(format!(" {text}"))));
    }
    put(&lines, look, area, buf);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_marked_whatever_their_case() {
        let mark = Style::new().bold();
        let texts = |text, search| {
            let spans = marked(text, Some(search), mark);
            spans
                .into_iter()
                .filter(|span| span.style == mark)
                .map(|span| span.content.into_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(texts("SP2 fitted, sp2 done", "sp2"), ["SP2", "sp2"]);
        assert_eq!(texts("İstanbul", "istanbul"), Vec::<String>::new());
    }
}
