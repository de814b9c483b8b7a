use ratatui::{
    buffer::Buffer,
    layout::Rect,
    style::Style,
    text::{Line, Span},
};
use touchline::{config::ProfileSummary, domain::SafeText};

use super::{pane::put, popup};
use crate::tui::{model::Model, theme::Look, widget::cut};

const WIDTH: u16 = 84;
const NAME: usize = 16;

/// The profiles of the configuration: where each has its database, and what is different in it.
pub(super) fn render(model: &Model, look: &Look, selected: usize, body: Rect, buf: &mut Buffer) {
    let rows = u16::try_from(model.profiles.all.len()).unwrap_or(u16::MAX);
    let area = popup::centered(body, WIDTH, rows.saturating_add(2));
    let inner = popup::frame("Profile", "Enter opens it, Esc closes", look, area, buf);
    let visible = usize::from(inner.height).max(1);
    let first = (selected + 1).saturating_sub(visible);
    let shown = model.profiles.all.iter().enumerate().skip(first).take(visible);
    let lines: Vec<_> = shown
        .map(|(index, profile)| line(profile, index == selected, model, look, usize::from(inner.width)))
        .collect();
    put(&lines, look, inner, buf);
}

fn line(profile: &ProfileSummary, selected: bool, model: &Model, look: &Look, width: usize) -> Line<'static> {
    let name = SafeText::new(&profile.name);
    let marks = [
        (model.snapshot.profile == name, "shown"),
        (profile.production, "production"),
        (profile.read_only, "read-only"),
    ];
    let marks: Vec<&str> = marks
        .iter()
        .filter(|(holds, _)| *holds)
        .map(|(_, word)| *word)
        .collect();
    let marks = marks.join(", ");
    let name = cut(name.as_str(), NAME, look.glyphs.ellipsis).into_owned();
    let database = SafeText::new(&profile.database);
    let room = width.saturating_sub(NAME + 4 + marks.len());
    let database = cut(database.as_str(), room, look.glyphs.ellipsis).into_owned();
    Line::from(vec![
        Span::styled(if selected { look.glyphs.cursor } else { " " }, look.accent),
        Span::styled(
            format!("{name:<NAME$} "),
            if selected { look.title } else { Style::new() },
        ),
        Span::styled(format!("{database:<room$}  "), look.dim),
        Span::styled(marks, look.accent),
    ])
}
