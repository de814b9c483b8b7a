use ratatui::{buffer::Buffer, layout::Rect};

use crate::tui::{
    listing::{ListId, MARKED},
    model::Model,
    theme::{Concern, Look},
    view::{brief::Brief, list_pane::ListPane, pane::prose, section::standing},
};

pub(in crate::tui::view) fn brief(model: &Model) -> Brief {
    standing(ListId::Matches, model).brief(|()| {
        let count = ListId::Matches.rows(model).rows.len();
        Brief::new(Concern::Quiet, format!("{count} settled"))
    })
}

/// The last matches; those that cost most are marked.
pub(in crate::tui::view) fn render(model: &Model, look: &Look, area: Rect, buf: &mut Buffer) {
    let pane = ListPane::of(ListId::Matches, model);
    let text = format!(
        "{} {MARKED} largest losses of the model to the market; home draw away in percent",
        look.glyphs.of(Concern::Warn)
    );
    let below = if pane.len() > 0 {
        prose(&text, look.dim, usize::from(area.width))
    } else {
        Vec::new()
    };
    pane.render(&below, look, area, buf);
}
