use ratatui::{buffer::Buffer, layout::Rect};

use crate::tui::{
    listing::{ListId, RowId},
    model::Model,
    theme::Look,
    view::{
        list_pane::ListPane,
        pane::{Detail, short_prose},
    },
};

/// What runs, waits and is over, with the message of the selected run below.
pub(super) fn render(model: &Model, look: &Look, detail: Detail, area: Rect, buf: &mut Buffer) {
    let pane = ListPane::of(ListId::Runs, model);
    let most = if detail == Detail::Zoomed { 4 } else { 1 };
    let chosen = pane.chosen().and_then(RowId::number);
    let run = chosen.and_then(|id| model.runs().find(|run| run.id == id));
    let message = run.map_or_else(Vec::new, |run| {
        let text = format!(
            "#{} asked by {}, attempt {}: {}",
            run.id, run.requested_by, run.attempt, run.message
        );
        short_prose(&text, look.dim, usize::from(area.width), most, look)
    });
    pane.render(&message, look, area, buf);
}
