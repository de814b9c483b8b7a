use ratatui::{
    buffer::Buffer,
    layout::Rect,
    style::Style,
    text::{Line, Span},
};

use super::{layout::log_areas, pane::put};
use crate::tui::{
    logging::{Level, LogLine, Source},
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
        .map(|line| line.id)
        .filter(|_| logs.position != Position::Follow);
    let width = usize::from(lines_area.width);
    let lines: Vec<_> = page
        .iter()
        .map(|line| line_of(line, logs, current == Some(line.id), look, width))
        .collect();
    if lines.is_empty() {
        let text = format!(
            " nothing at {} or above{} yet",
            logs.level.word().to_lowercase(),
            of_which(logs)
        );
        put(&[Line::from(Span::styled(text, look.dim))], look, lines_area, buf);
    }
    put(&lines, look, lines_area, buf);
    detail(logs, look, detail_area, buf);
}

/// Of which lines: ` of api.log with "timeout"`.
fn of_which(logs: &LogView) -> String {
    let of = logs
        .source
        .map_or_else(String::new, |source| format!(" of {}", logs.name(source)));
    match logs.filter.text() {
        "" => of,
        text => format!("{of} with {text:?}"),
    }
}

fn title(model: &Model, look: &Look) -> Line<'static> {
    let logs = &model.logs;
    let mut parts = vec![format!(
        "{} and above{}, times in UTC",
        logs.level.word().to_lowercase(),
        of_which(logs)
    )];
    let trouble = logs.sources.iter().filter_map(|source| {
        let trouble = source.trouble.as_ref()?;
        Some(format!("{} {trouble}", source.name))
    });
    parts.extend(trouble);
    parts.push(match logs.position {
        Position::Follow => "following".to_owned(),
        Position::At { line, .. } => {
            let below = logs.shown().filter(|shown| shown.id > line).count();
            format!("{below} lines below")
        }
    });
    if let Some(text) = &logs.search {
        let hits = logs.shown().filter(|line| line.contains(text)).count();
        parts.push(format!("{hits} lines hold {text:?}"));
    }
    if logs.ring.dropped() > 0 {
        parts.push(format!("{} lines dropped", logs.ring.dropped()));
    }
    if let Some(file) = &model.log_file {
        parts.push(format!("also in {file}"));
    }
    let parts = parts.join(&format!(" {} ", look.glyphs.dot));
    Line::from(vec![Span::styled(" Log  ", look.title), Span::styled(parts, look.dim)])
}

/// Widest name of a source in a line.
const SOURCE: usize = 12;
/// Below this width a line names its source or its target, not both.
const BOTH: usize = 100;

/// Columns before the text: cursor, time, level, source where there are several, target.
fn line_of(line: &LogLine, logs: &LogView, is_current: bool, look: &Look, width: usize) -> Line<'static> {
    let cursor = if is_current { look.glyphs.cursor } else { " " };
    let column = |text: &str, width: usize| {
        let text = cut(text, width, look.glyphs.ellipsis);
        Span::styled(format!("{text:<width$} "), look.dim)
    };
    let time = Span::styled(format!("{} ", line.clock()), look.dim);
    let mut spans = vec![
        Span::styled(cursor, look.accent),
        if is_current {
            time.patch_style(look.selected)
        } else {
            time
        },
        Span::styled(format!("{:<5} ", line.word()), level_style(line.level, look)),
    ];
    if width >= BOTH && logs.ring.has_others() {
        spans.push(column(logs.name(line.source), SOURCE));
        spans.push(column(line.target.as_str(), 12));
    } else if line.source == Source::Monitor {
        spans.push(column(line.target.as_str(), 12));
    } else {
        spans.push(column(logs.name(line.source), 12));
    }
    let room = width.saturating_sub(spans.iter().map(Span::width).sum());
    let text = cut(line.text.as_str(), room, look.glyphs.ellipsis);
    spans.extend(marked(&text, logs.search.as_deref(), look.selected));
    Line::from(spans)
}

pub(super) fn level_style(level: Option<Level>, look: &Look) -> Style {
    match level {
        Some(Level::Error) => look.of(Concern::Broken),
        Some(Level::Warn) => look.of(Concern::Warn),
        Some(Level::Info) => Style::new(),
        Some(Level::Debug | Level::Trace) | None => look.dim,
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
    let current = logs.current();
    // Who says it, where its own line has no room for that.
    let who = current
        .filter(|line| line.source != Source::Monitor)
        .map_or_else(String::new, |line| {
            let name = logs.name(line.source);
            let target = line.target.as_str();
            format!(" {} ", [name, target].join(" ").trim())
        });
    let who = cut(&who, width.saturating_sub(2), look.glyphs.ellipsis).into_owned();
    let lead = usize::from(!who.is_empty());
    let who = Span::styled(who, look.dim);
    let rest = width.saturating_sub(lead + who.width());
    let mut lines = vec![Line::from(vec![
        Span::styled(look.glyphs.rule.repeat(lead), look.frame),
        who,
        Span::styled(look.glyphs.rule.repeat(rest), look.frame),
    ])];
    if let Some(line) = current {
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
