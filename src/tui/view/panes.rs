use ratatui::{
    buffer::Buffer,
    layout::Rect,
    text::{Line, Span},
};

use super::{
    brief::Brief,
    layout::{Arrangement, arrangement},
    pane::{self, Detail},
};
use crate::tui::{
    model::{Model, Pane},
    theme::Look,
    widget::cut,
};

/// The panes of the screen.
pub(super) fn render(model: &Model, look: &Look, body: Rect, buf: &mut Buffer) {
    match arrangement(model, body) {
        Arrangement::Zoomed(area) => pane::render(model.focus(), model, look, Detail::Zoomed, area, buf),
        Arrangement::Grid(areas) => {
            for (pane, area) in areas {
                pane::render(pane, model, look, Detail::Pane, area, buf);
            }
        }
        Arrangement::Column { lines, open } => {
            summaries(model, look, lines, buf);
            pane::render(model.focus(), model, look, Detail::Pane, open, buf);
        }
    }
}

/// A line for each pane, the worst first.
fn summaries(model: &Model, look: &Look, area: Rect, buf: &mut Buffer) {
    let briefs = by_concern(model, look);
    let names = briefs
        .iter()
        .map(|(pane, _)| pane.title().len())
        .max()
        .unwrap_or(0)
        .max(9);
    for ((pane, brief), row) in briefs.iter().zip(area.rows()) {
        let style = if *pane == model.focus() { look.focus } else { look.title };
        let text = cut(
            &brief.text,
            usize::from(row.width).saturating_sub(names + 4),
            look.glyphs.ellipsis,
        )
        .into_owned();
        let line = Line::from(vec![
            Span::raw(" "),
            brief.sign(look),
            Span::styled(format!(" {:<names$} ", pane.title()), style),
            Span::raw(text),
        ]);
        buf.set_line(row.x, row.y, &line, row.width);
    }
}

/// The panes of the screen, the worst first.
pub(super) fn by_concern(model: &Model, look: &Look) -> Vec<(Pane, Brief)> {
    let panes = model.panes().iter();
    let mut briefs: Vec<_> = panes.map(|pane| (*pane, Brief::of(*pane, model, look))).collect();
    briefs.sort_by_key(|(_, brief)| std::cmp::Reverse(brief.concern));
    briefs
}
