//! The panes of the Model screen.

use ratatui::{buffer::Buffer, layout::Rect};
use touchline::engine::ModelHealth;

use super::{
    brief::Brief,
    model_pane::{self, divergence as distances, history as weeks},
    pane::{prose, put},
    section::Section,
};
use crate::tui::{
    model::Model,
    theme::{Concern, Look},
    widget::fixed,
};

fn section(model: &Model) -> Section<'_, ModelHealth> {
    Section::of(&model.snapshot.sections.model_health, model)
}

pub(super) fn scores(model: &Model, look: &Look, area: Rect, buf: &mut Buffer) {
    model_pane::render(model, look, area, buf);
}

pub(super) fn history(model: &Model, look: &Look, area: Rect, buf: &mut Buffer) {
    let section = section(model);
    if let Some(health) = section.value {
        weeks::render(health, section.style(look), look, area, buf);
    }
}

pub(super) fn reliability(model: &Model, look: &Look, area: Rect, buf: &mut Buffer) {
    let section = section(model);
    let calibration = section.value.and_then(|health| health.calibration.as_ref());
    let text = calibration.map_or_else(String::new, |c| format!("ECE {}, n {}", fixed(c.ece, 3), c.n));
    put(&prose(&text, look.dim, usize::from(area.width)), look, area, buf);
}

pub(super) fn divergence(model: &Model, look: &Look, area: Rect, buf: &mut Buffer) {
    let section = section(model);
    if let Some(health) = section.value {
        distances::render(health, section.style(look), look, area, buf);
    }
}

pub(super) fn divergence_brief(model: &Model) -> Brief {
    section(model).brief(|health| {
        let far = health.odds_divergence.as_ref().map_or(0, |all| all.fixtures.len());
        let concern = if far > 0 { Concern::Warn } else { Concern::Quiet };
        Brief::new(concern, format!("{far} coming above 0.19"))
    })
}
