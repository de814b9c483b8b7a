use crate::tui::{
    listing::ListId,
    model::Model,
    theme::Concern,
    view::{brief::Brief, section::Section},
};

pub(in crate::tui::view) fn brief(model: &Model) -> Brief {
    Section::of(&model.snapshot.sections.model_health, model).brief(|_| match ListId::Fixtures.rows(model).rows.len() {
        0 => Brief::new(Concern::Quiet, "none above 0.19"),
        far => Brief::new(Concern::Warn, format!("{far} coming above 0.19")),
    })
}
