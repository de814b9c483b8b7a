//! Rows that could not go in.

use ratatui::{buffer::Buffer, layout::Rect};

use super::{brief::Brief, facts::Facts, list_pane::ListPane, section::Section};
use crate::tui::{
    listing::ListId,
    model::Model,
    theme::{Concern, Look},
};

/// Whether rows put aside are too many is for the data quality rules to say.
pub(super) fn brief(model: &Model) -> Brief {
    Section::of(&model.snapshot.sections.data_quality, model).brief(|quality| {
        let (shown, all) = (quality.quarantine.len(), quality.quarantined_total);
        let text = if u64::try_from(shown).is_ok_and(|shown| shown < all) {
            format!("{all} rows, the last {shown} shown")
        } else {
            match shown {
                0 => "none".to_owned(),
                1 => "1 row".to_owned(),
                many => format!("{many} rows"),
            }
        };
        Brief::new(Concern::Quiet, text)
    })
}

pub(super) fn render(model: &Model, look: &Look, area: Rect, buf: &mut Buffer) {
    let pane = ListPane::of(ListId::Quarantine, model);
    let quality = model.snapshot.sections.data_quality.value.as_ref();
    let id = pane.current();
    let row = quality
        .into_iter()
        .flat_map(|quality| &quality.quarantine)
        .find(|row| id.is_some_and(|id| id.is(&format!("{}:{} {}", row.file, row.line, row.kind))));
    let below = row.map_or_else(Vec::new, |row| {
        let mut facts = Facts::new(look);
        facts.say("why", format!("{} line {}: {}", row.file, row.line, row.reason));
        facts.lines(usize::from(area.width), pane.spare(area, 1))
    });
    pane.render(&below, look, area, buf);
}
