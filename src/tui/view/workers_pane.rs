//! Workers, and which of them would take a run.

use ratatui::{buffer::Buffer, layout::Rect};

use super::{brief::Brief, facts::Facts, list_pane::ListPane, section::Section};
use crate::tui::{
    listing::ListId,
    model::Model,
    theme::{Concern, Look},
    widget::age,
};

pub(super) fn brief(model: &Model) -> Brief {
    Section::of(&model.snapshot.sections.system, model).brief(|system| {
        let working = system
            .workers
            .iter()
            .filter(|worker| worker.alive && worker.run.is_some());
        let busy = match working.count() {
            0 => String::new(),
            many => format!(", {many} working"),
        };
        match (system.worker.alive, system.worker.last_heartbeat_at) {
            (0, Some(at)) => Brief::new(
                Concern::Warn,
                format!("none alive, last heartbeat {}", age(model.now, at)),
            )
            .titled("none alive"),
            (0, None) => Brief::new(Concern::Warn, "none alive"),
            (many, _) => match system
                .workers
                .iter()
                .find(|worker| !worker.alive && worker.run.is_some())
            {
                Some(lost) => Brief::new(
                    Concern::Warn,
                    format!("{many} alive{busy}, {} SILENT with a run", lost.id),
                )
                .titled(format!("{many} alive{busy}, 1 SILENT with a run")),
                None => Brief::new(Concern::Good, format!("{many} alive{busy}")),
            },
        }
    })
}

pub(super) fn render(model: &Model, look: &Look, area: Rect, buf: &mut Buffer) {
    let pane = ListPane::of(ListId::Workers, model);
    let system = model.snapshot.sections.system.value.as_ref();
    let id = pane.chosen();
    let row = system
        .into_iter()
        .flat_map(|system| &system.workers)
        .find(|worker| id.is_some_and(|id| id.is(worker.id.as_str())));
    let below = row.map_or_else(Vec::new, |worker| {
        let mut facts = Facts::new(look);
        let host = worker
            .host
            .as_ref()
            .map_or_else(String::new, |host| format!(" on {host}"));
        let holds = worker.run.map_or_else(|| "no run".to_owned(), |run| format!("#{run}"));
        facts.say(
            "worker",
            format!(
                "{}{host}, first sign {}, holds {holds}, last sign {}",
                worker.id,
                age(model.now, worker.started_at),
                age(model.now, worker.heartbeat_at)
            ),
        );
        facts.lines(usize::from(area.width), pane.spare(area, 1))
    });
    pane.render(&below, look, area, buf);
}
