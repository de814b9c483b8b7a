//! Who did what, from where, and what came of it.

use ratatui::{buffer::Buffer, layout::Rect};
use touchline::engine::AuditRecord;

use super::{brief::Brief, facts::Facts, list_pane::ListPane, section::Section};
use crate::tui::{
    listing::{ListId, RowId},
    model::Model,
    theme::{Concern, Look},
    widget::age,
};

pub(super) fn brief(model: &Model) -> Brief {
    Section::of(&model.snapshot.sections.system, model).brief(|system| {
        system.audit.first().map_or_else(
            || Brief::new(Concern::Quiet, "empty"),
            |last| {
                let when = age(model.now, last.at);
                let text = format!("{} by {} {when}", last.action, last.actor);
                Brief::new(Concern::Quiet, text).titled(format!("last {when}"))
            },
        )
    })
}

pub(super) fn render(model: &Model, look: &Look, area: Rect, buf: &mut Buffer) {
    let pane = ListPane::of(ListId::Audit, model);
    let system = model.snapshot.sections.system.value.as_ref();
    let id = pane.current().and_then(RowId::number);
    let row = system
        .into_iter()
        .flat_map(|system| &system.audit)
        .find(|row| Some(row.id) == id);
    let below = row.map_or_else(Vec::new, |row| {
        about(row, look).lines(usize::from(area.width), pane.spare(area, 2))
    });
    pane.render(&below, look, area, buf);
}

fn about<'a>(row: &AuditRecord, look: &'a Look) -> Facts<'a> {
    let mut facts = Facts::new(look);
    let from = row
        .ssh_origin
        .as_ref()
        .map_or_else(String::new, |from| format!(" from {from}"));
    let at = row.at.format("%Y-%m-%d %H:%M:%S UTC");
    facts.say(
        "asked",
        format!("{at} by {}{from}: {} {}", row.actor, row.action, row.target),
    );
    let outcome = row.outcome.as_ref().map_or_else(
        || "no outcome was written down: it is under way, or its program was cut off".to_owned(),
        |outcome| {
            let detail = row
                .detail
                .as_ref()
                .map_or_else(String::new, |detail| format!(": {detail}"));
            let end = row.finished_at.map_or_else(String::new, |end| {
                format!(", {:.1} s later", (end - row.at).num_milliseconds() as f64 / 1e3)
            });
            format!("{outcome}{detail}{end}")
        },
    );
    facts.say("outcome", outcome);
    facts
}
