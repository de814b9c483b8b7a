use ratatui::{buffer::Buffer, layout::Rect};

use super::{
    brief::Brief,
    pane::{prose, put},
    section::Section,
};
use crate::tui::{
    model::Model,
    theme::{Concern, Look},
};

pub(super) fn brief(model: &Model) -> Brief {
    Section::of(&model.snapshot.sections.training, model).brief(|training| match &training.champion_freeze {
        Some(_) => Brief::new(Concern::Warn, "frozen"),
        None => Brief::new(Concern::Quiet, "open"),
    })
}

/// What the gates decided, and whether they may.
pub(super) fn render(model: &Model, look: &Look, area: Rect, buf: &mut Buffer) {
    let training = model.snapshot.sections.training.value.as_ref();
    let freeze = training.and_then(|training| training.champion_freeze.as_ref());
    let said = training
        .into_iter()
        .flat_map(|training| &training.models)
        .filter_map(|row| Some(format!("{}: {}", row.version, row.gate_sentence.as_ref()?)));
    let sentences = freeze.map(|freeze| freeze.sentence()).into_iter().chain(said);
    let lines: Vec<_> = sentences
        .flat_map(|sentence| prose(&sentence, look.dim, usize::from(area.width)))
        .collect();
    put(&lines, look, area, buf);
}
