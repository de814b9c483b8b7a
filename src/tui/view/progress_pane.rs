//! What trains now, what waits, and what comes next.

mod fit;
mod next;
mod running;

use ratatui::{
    buffer::Buffer,
    layout::Rect,
    text::{Line, Span},
};
use touchline::engine::Training;

use super::{pane::put, section::Section};
use crate::tui::{listing::ListId, model::Model, theme::Look};

pub(super) fn render(model: &Model, look: &Look, area: Rect, buf: &mut Buffer) {
    let section = Section::of(&model.snapshot.sections.training, model);
    let width = usize::from(area.width);
    let Some(training) = section.value.filter(|training| is_anything_known(training)) else {
        put(&section.nothing(look, width, ListId::Runs.fill()), look, area, buf);
        return;
    };
    let area = put(&section.trouble(look, width, 1), look, area, buf);
    let style = section.style(look);
    let next = next::lines(training, model, look, width);
    let Some(run) = &training.running else {
        let idle = Line::from(Span::styled("Nothing trains now.", style));
        let rest = put(&[idle, Line::default()], look, area, buf);
        put(&next, look, rest, buf);
        return;
    };
    let rest = put(&running::lines(run, model, style, look, width), look, area, buf);
    // What comes next stands below; the chart takes the room between.
    let rest = fit::render(run, look, rest, next.len(), buf);
    put(&next, look, rest, buf);
}

const fn is_anything_known(training: &Training) -> bool {
    training.running.is_some() || training.last.is_some() || !training.queued.is_empty()
}
