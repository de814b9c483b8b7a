mod progress;
mod runs;

use ratatui::{
    buffer::Buffer,
    layout::Rect,
    text::{Line, Span},
};
use touchline::engine::Training;

use super::{
    brief::Brief,
    pane::{Detail, put},
    section::Section,
};
use crate::tui::{
    listing::ListId,
    model::Model,
    theme::{Concern, Look},
    widget::{age, until},
};

pub(super) fn brief(model: &Model, look: &Look) -> Brief {
    let section = Section::of(&model.snapshot.sections.training, model);
    section.brief(|training| {
        let workers = workers(model);
        let waiting = training.queued.len();
        if let Some(run) = &training.running {
            let title = format!("running {} {workers}", look.glyphs.dot);
            return Brief::new(Concern::Busy, progress::one_line(run)).titled(title);
        }
        if waiting > 0 {
            let concern = if alive(model) == Some(0) {
                Concern::Warn
            } else {
                Concern::Busy
            };
            return Brief::new(concern, format!("{waiting} waiting {} {workers}", look.glyphs.dot));
        }
        match &training.last {
            None => Brief::new(Concern::Unknown, "never trained").titled(format!("idle {} {workers}", look.glyphs.dot)),
            Some(last) => {
                let ended = last
                    .finished_at
                    .map_or_else(String::new, |at| age(model.data_now(), at));
                let text = format!("last #{} {} {ended}", last.id, last.state);
                Brief::new(last.state.into(), text).titled(format!("idle {} {workers}", look.glyphs.dot))
            }
        }
    })
}

fn alive(model: &Model) -> Option<u32> {
    model
        .snapshot
        .sections
        .system
        .value
        .as_ref()
        .map(|system| system.worker.alive)
}

/// Whether anybody would take a run.
fn workers(model: &Model) -> String {
    let Some(system) = &model.snapshot.sections.system.value else {
        return "workers unknown".to_owned();
    };
    match (system.worker.alive, system.worker.last_heartbeat_at) {
        (0, Some(at)) => format!("no worker alive, last sign {}", age(model.now, at)),
        (0, None) => "no worker alive".to_owned(),
        (1, _) => "worker alive".to_owned(),
        (many, _) => format!("{many} workers alive"),
    }
}

pub(super) fn render(model: &Model, look: &Look, detail: Detail, area: Rect, buf: &mut Buffer) {
    let rest = now(model, look, area, buf);
    if rest.height < area.height {
        runs::render(model, look, detail, rest, buf);
    }
}

/// What runs, and when the next run begins; gives the area below, or the whole area where nothing is known.
fn now(model: &Model, look: &Look, area: Rect, buf: &mut Buffer) -> Rect {
    let section = Section::of(&model.snapshot.sections.training, model);
    let width = usize::from(area.width);
    let present = section
        .value
        .filter(|t| t.running.is_some() || t.last.is_some() || !t.queued.is_empty());
    let Some(training) = present else {
        put(&section.nothing(look, width, ListId::Runs.fill()), look, area, buf);
        return area;
    };
    let mut rest = put(&section.trouble(look, width, 1), look, area, buf);
    if let Some(run) = &training.running {
        let lines = progress::lines(run, model, section.style(look), look, width);
        rest = put(&lines, look, rest, buf);
    }
    put(&[schedule(training, model, look)], look, rest, buf)
}

fn schedule(training: &Training, model: &Model, look: &Look) -> Line<'static> {
    let waiting = match training.queued.len() {
        0 => "queue empty".to_owned(),
        many => format!("{many} waiting"),
    };
    let next = training.next_scheduled_at.map_or_else(
        || "no schedule".to_owned(),
        |at| {
            let kept = if training.schedule_keeper.is_some() {
                ""
            } else {
                ", no worker keeps it"
            };
            format!(
                "next {} UTC, {}{kept}",
                at.format("%a %H:%M"),
                until(model.data_now(), at)
            )
        },
    );
    Line::from(Span::styled(format!("{waiting} {} {next}", look.glyphs.dot), look.dim))
}
