use ratatui::{
    style::Style,
    text::{Line, Span},
};
use touchline::{
    domain::{LeagueCode, Stage},
    engine::Run,
};

use crate::tui::{
    model::Model,
    theme::{Concern, Look},
    view::facts::Facts,
    widget::{age, gauge, percent, seconds},
};

/// Widest gauge that still reads as one.
const GAUGE: usize = 40;

/// Who asked for it, how far it is, and who does it.
pub(super) fn lines(run: &Run, model: &Model, style: Style, look: &Look, width: usize) -> Vec<Line<'static>> {
    let what = run.league.as_ref().map_or("all leagues", LeagueCode::as_str);
    let asked = age(model.data_now(), run.requested_at);
    let head = Line::from(vec![
        Span::styled(format!("#{} {} {what}", run.id, run.kind), style.patch(look.title)),
        Span::styled(format!("  asked by {}, {asked}", run.requested_by), look.dim),
    ]);
    let mut lines = vec![head, progress(run, style, look, width)];
    lines.push(stages(run, look, width));
    lines.extend(about(run, model, look).lines(width, 5));
    lines
}

/// `stage 3 of 7, fit  ████░░░ 64 %  ETA 6 s`.
fn progress(run: &Run, style: Style, look: &Look, width: usize) -> Line<'static> {
    let stage = run.stage.map_or_else(
        || "starting".to_owned(),
        |stage| format!("stage {} of {}, {stage}", place(stage), Stage::ALL.len()),
    );
    let eta = run
        .eta_s
        .map_or_else(String::new, |eta| format!("  ETA {}", seconds(eta)));
    let stopping = if run.cancel_requested { "  stopping" } else { "" };
    let right = format!("  {}{eta}{stopping}", percent(run.progress));
    let room = width.saturating_sub(stage.len() + 2 + right.len()).min(GAUGE);
    Line::from(vec![
        Span::styled(format!("{stage}  "), style),
        Span::styled(gauge(run.progress, room, &look.glyphs), look.of(Concern::Busy)),
        Span::styled(right, style),
    ])
}

fn place(stage: Stage) -> usize {
    Stage::ALL
        .iter()
        .position(|other| *other == stage)
        .map_or(0, |at| at + 1)
}

/// The seven in a row, the one that runs in capitals; nothing where they do not fit.
fn stages(run: &Run, look: &Look, width: usize) -> Line<'static> {
    let here = run.stage.map_or(0, place);
    let mut spans = Vec::new();
    for (index, stage) in Stage::ALL.into_iter().enumerate() {
        let (name, style) = match (index + 1).cmp(&here) {
            std::cmp::Ordering::Less => (stage.to_string(), Style::new()),
            std::cmp::Ordering::Equal => (stage.as_str().to_uppercase(), look.accent),
            std::cmp::Ordering::Greater => (stage.to_string(), look.dim),
        };
        let gap = if index == 0 { "" } else { " " };
        spans.extend([Span::raw(gap), Span::styled(name, style)]);
    }
    let line = Line::from(spans);
    if line.width() <= width { line } else { Line::default() }
}

fn about<'a>(run: &Run, model: &Model, look: &'a Look) -> Facts<'a> {
    let mut facts = Facts::new(look);
    let attempt = match (run.attempt, run.failures) {
        (attempt, 0) => format!("attempt {attempt}"),
        (attempt, failures) => format!("attempt {attempt}, {failures} failed before it"),
    };
    let leagues = match (run.leagues_total, &run.current_league) {
        (0, _) => "not counted yet".to_owned(),
        (total, Some(league)) => format!("{} of {total} done, now {league}", run.leagues_done),
        (total, None) => format!("{} of {total} done", run.leagues_done),
    };
    facts.say("leagues", format!("{leagues}; {attempt}"));
    let system = model.snapshot.sections.system.value.as_ref();
    let worker = system.and_then(|system| system.workers.iter().find(|worker| worker.run == Some(run.id)));
    match worker {
        Some(worker) => {
            let sign = age(model.now, worker.heartbeat_at);
            let concern = if worker.alive { Concern::Good } else { Concern::Warn };
            facts.judge("worker", format!("{}, heartbeat {sign}", worker.id), concern);
        }
        None => facts.say("worker", "not known"),
    }
    facts
}
