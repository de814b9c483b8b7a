use ratatui::{
    buffer::Buffer,
    layout::Rect,
    style::Style,
    text::{Line, Span},
};
use touchline::{
    domain::{LeagueCode, RunState, Stage},
    engine::{Run, Training},
};

use super::{
    brief::Brief,
    pane::{Detail, foot, put, short_prose},
    section::Section,
};
use crate::tui::{
    model::{Model, RowKey},
    theme::{Concern, Look},
    widget::{Cell, Column, Row, Table, age, fixed, gauge, percent, range, seconds, since, spark, until},
};

const FILL: &str = "Nothing has been trained yet. r asks for a training of all leagues, once there are matches.";

pub(super) fn brief(model: &Model, look: &Look) -> Brief {
    let section = Section::of(&model.snapshot.sections.training, model);
    section.brief(|training| {
        let workers = workers(model);
        let waiting = training.queued.len();
        if let Some(run) = &training.running {
            let title = format!("running {} {workers}", look.glyphs.dot);
            return Brief::new(Concern::Busy, one_line(run)).titled(title);
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

fn one_line(run: &Run) -> String {
    let eta = run
        .eta_s
        .map_or_else(String::new, |eta| format!("  ETA {}", seconds(eta)));
    format!("#{} {}  {}{eta}", run.id, stage(run), percent(run.progress))
}

/// `fit 9/14 SP2`, or the stage alone.
fn stage(run: &Run) -> String {
    let name = run.stage.map_or("starting", Stage::as_str);
    match (&run.current_league, run.leagues_total) {
        (_, 0) => name.to_owned(),
        (Some(league), total) => format!("{name} {}/{total} {league}", run.leagues_done),
        (None, total) => format!("{name} {}/{total}", run.leagues_done),
    }
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
    let section = Section::of(&model.snapshot.sections.training, model);
    let width = usize::from(area.width);
    let present = section
        .value
        .filter(|t| t.running.is_some() || t.last.is_some() || !t.queued.is_empty());
    let Some(training) = present else {
        put(&section.nothing(look, width, FILL), look, area, buf);
        return;
    };
    let mut rest = put(&section.trouble(look, width, 1), look, area, buf);
    if let Some(run) = &training.running {
        rest = put(&running(run, model, section.style(look), look, width), look, rest, buf);
    }
    rest = put(&[schedule(training, model, look)], look, rest, buf);
    runs(model, &section, look, detail, rest, buf);
}

/// What runs: who asked, how far it is, and whether its fit converges.
fn running(run: &Run, model: &Model, style: Style, look: &Look, width: usize) -> Vec<Line<'static>> {
    let what = run.league.as_ref().map_or("all leagues", LeagueCode::as_str);
    let asked = format!(
        "asked by {}, {}",
        run.requested_by,
        age(model.data_now(), run.requested_at)
    );
    let head = Line::from(vec![
        Span::styled(format!("#{} {} {what}", run.id, run.kind), style.patch(look.title)),
        Span::styled(format!("  {asked}"), look.dim),
    ]);
    let stopping = if run.cancel_requested { "  stopping" } else { "" };
    let eta = run
        .eta_s
        .map_or_else(String::new, |eta| format!("  ETA {}", seconds(eta)));
    let (left, right) = (
        format!("{}  ", stage(run)),
        format!("  {}{eta}{stopping}", percent(run.progress)),
    );
    let room = width.saturating_sub(left.len() + right.len()).min(40);
    let progress = Line::from(vec![
        Span::styled(left, style),
        Span::styled(gauge(run.progress, room, &look.glyphs), look.of(Concern::Busy)),
        Span::styled(right, style),
    ]);
    let mut lines = vec![head, progress];
    if let Some(last) = run.log_likelihood.last() {
        let label = format!(
            "log-likelihood {}, {} iterations  ",
            fixed(*last, 1),
            run.log_likelihood.len()
        );
        let series: Vec<Option<f64>> = run.log_likelihood.iter().copied().map(Some).collect();
        let bars = spark(
            &series,
            width.saturating_sub(label.len()).min(40),
            range(&series),
            &look.glyphs.spark,
        );
        lines.push(Line::from(vec![
            Span::styled(label, look.dim),
            Span::styled(bars, look.of(Concern::Busy)),
        ]));
    }
    if !run.message.as_str().is_empty() {
        lines.push(Line::from(Span::styled(run.message.to_string(), look.dim)));
    }
    lines
}

fn schedule(training: &Training, model: &Model, look: &Look) -> Line<'static> {
    let waiting = match training.queued.len() {
        0 => "queue empty".to_owned(),
        many => format!("{many} waiting"),
    };
    let next = training.next_scheduled_at.map_or_else(
        || "no schedule".to_owned(),
        |at| format!("next {} UTC, {}", at.format("%a %H:%M"), until(model.data_now(), at)),
    );
    Line::from(Span::styled(format!("{waiting} {} {next}", look.glyphs.dot), look.dim))
}

const COLUMNS: [Column; 7] = [
    Column::number("run", 9),
    Column::prose("what", 5, 11),
    Column::text("state", 8),
    Column::number("when", 7),
    Column::text("model", 6),
    Column::number("log loss", 4),
    Column::prose("message", 3, 16),
];

fn runs(model: &Model, section: &Section<'_, Training>, look: &Look, detail: Detail, area: Rect, buf: &mut Buffer) {
    let rows = model.run_rows();
    if rows.is_empty() {
        let lines = section.nothing(
            look,
            usize::from(area.width),
            "No run matches the filter; Esc removes it.",
        );
        put(&lines, look, area, buf);
        return;
    }
    let keys: Vec<_> = rows.iter().map(RowKey::key).collect();
    let selection = &model.lists.training.selection;
    let selected = selection.key().and_then(|_| selection.index(&keys));
    let most = if detail == Detail::Zoomed { 4 } else { 1 };
    let message = selected.and_then(|index| rows.get(index)).map_or_else(Vec::new, |run| {
        let text = format!(
            "#{} asked by {}, attempt {}: {}",
            run.id, run.requested_by, run.attempt, run.message
        );
        short_prose(&text, look.dim, usize::from(area.width), most, look)
    });
    let (above, below) = foot(area, message.len());
    let rows = rows
        .into_iter()
        .map(|run| table_row(run, model, section, look))
        .collect();
    Table {
        columns: &COLUMNS,
        rows,
        selected,
        signs: true,
    }
    .render(look, above, buf);
    put(&message, look, below, buf);
}

fn table_row(run: &Run, model: &Model, section: &Section<'_, Training>, look: &Look) -> Row {
    let concern = Concern::from(run.state);
    let (style, judged) = (section.style(look), section.concern_style(concern, look));
    let when = if run.state == RunState::Queued {
        Some(run.requested_at)
    } else {
        run.finished_at.or(run.started_at)
    };
    let loss = |scores: touchline::engine::RunScores| {
        format!(
            "{} {}{}",
            fixed(scores.log_loss, 4),
            look.glyphs.plus_minus,
            fixed(scores.se, 4)
        )
    };
    let cells = vec![
        Cell::new(format!("#{}", run.id), style),
        Cell::new(run.league.as_ref().map_or("all leagues", LeagueCode::as_str), style),
        Cell::new(run.state.as_str(), judged),
        Cell::new(when.map_or_else(String::new, |at| since(model.data_now(), at)), style),
        Cell::new(
            run.model_version.as_ref().map_or_else(String::new, ToString::to_string),
            style,
        ),
        Cell::new(run.scores.map_or_else(String::new, loss), style),
        Cell::new(run.message.as_str(), look.dim),
    ];
    let sign = if concern > Concern::Good || concern == Concern::Busy {
        look.glyphs.of(concern)
    } else {
        " "
    };
    Row {
        sign: Span::styled(sign, judged),
        cells,
    }
}
