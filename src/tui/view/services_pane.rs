//! The parts that the product stands on, and how this engine itself fares.

mod about;
mod engine;

use ratatui::{buffer::Buffer, layout::Rect};

use super::{brief::Brief, list_pane::ListPane, section::Section};
use crate::tui::{
    listing::ListId,
    model::Model,
    theme::{Concern, Look},
};

/// Columns of the list that name a service and its state.
const SERVICE: usize = 0;
const STATE: usize = 2;

pub(super) fn brief(model: &Model, look: &Look) -> Brief {
    Section::of(&model.snapshot.sections.system, model).brief(|_| {
        let rows = ListId::Services.rows(model).rows;
        // Those in trouble stand first.
        match rows.first() {
            Some(row) if row.concern >= Concern::Unknown => {
                let word = |column: usize| row.values.get(column).map(|value| value.written(&look.glyphs));
                let words = [word(SERVICE), word(STATE)].into_iter().flatten();
                Brief::new(row.concern, words.collect::<Vec<_>>().join(" "))
            }
            _ => Brief::new(Concern::Good, "all up"),
        }
    })
}

pub(super) fn render(model: &Model, look: &Look, area: Rect, buf: &mut Buffer) {
    let pane = ListPane::of(ListId::Services, model);
    let width = usize::from(area.width);
    let mut below = Vec::new();
    if let Some(system) = &model.snapshot.sections.system.value {
        let most = pane.spare(area, 6);
        let own = engine::lines(system, model, look, width);
        let about = pane.current().map(|id| about::facts(id, system, model, look));
        let room = most.saturating_sub(own.len()).max(most / 2);
        below.extend(about.map_or_else(Vec::new, |facts| facts.lines(width, room)));
        below.extend(own.into_iter().take(most.saturating_sub(below.len())));
    }
    pane.render(&below, look, area, buf);
}
