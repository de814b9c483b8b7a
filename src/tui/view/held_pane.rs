//! What files tell against played matches, and how to take it over.

use std::collections::BTreeSet;

use ratatui::{buffer::Buffer, layout::Rect};
use touchline::domain::HeldDifference;

use super::{brief::Brief, facts::Facts, list_pane::ListPane, offer::offer, section::Section};
use crate::tui::{
    listing::ListId,
    model::Model,
    theme::{Concern, Look},
    widget::age,
};

pub(super) fn brief(model: &Model) -> Brief {
    Section::of(&model.snapshot.sections.data_quality, model).brief(|quality| {
        let files: BTreeSet<&str> = quality.held.iter().map(|row| row.file.as_str()).collect();
        match (quality.held.len(), files.len()) {
            (0, _) => Brief::new(Concern::Good, "none"),
            (rows, 1) => Brief::new(Concern::Warn, format!("{rows} in 1 file")),
            (rows, files) => Brief::new(Concern::Warn, format!("{rows} in {files} files")),
        }
    })
}

pub(super) fn render(model: &Model, look: &Look, area: Rect, buf: &mut Buffer) {
    let pane = ListPane::of(ListId::Held, model);
    let quality = model.snapshot.sections.data_quality.value.as_ref();
    let held = quality.map_or(&[][..], |quality| &quality.held);
    let id = pane.current();
    let row = held
        .iter()
        .find(|row| id.is_some_and(|id| id.is(&format!("{}:{} {}", row.file, row.line, row.kind))));
    let below = row.map_or_else(Vec::new, |row| {
        let spare = pane.spare(area, 3);
        let of_file = held.iter().filter(|other| other.file == row.file).count();
        let what = format!("take over what {} tells: {of_file} rows", row.file);
        let offer = offer("accept", &what, model, look).filter(|_| spare > 1);
        let most = spare - usize::from(offer.is_some());
        let mut lines = about(row, model, look).lines(usize::from(area.width), most);
        lines.extend(offer);
        lines
    });
    pane.render(&below, look, area, buf);
}

fn about<'a>(row: &HeldDifference, model: &Model, look: &'a Look) -> Facts<'a> {
    let mut facts = Facts::new(look);
    facts.say("stored", row.stored.as_str());
    facts.judge(
        "told",
        format!("{}, by {} line {}", row.told, row.file, row.line),
        Concern::Warn,
    );
    facts.say(
        "match",
        format!(
            "{} {} {} - {}, the file was loaded {}",
            row.league,
            row.date,
            row.home,
            row.away,
            age(model.data_now(), row.held_at)
        ),
    );
    facts
}
