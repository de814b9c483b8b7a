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
    widget::{age, fixed, gauge, percent, range, seconds, spark},
};

/// A run in one line.
pub(super) fn one_line(run: &Run) -> String {
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

/// What runs: who asked, how far it is, and whether its fit converges.
pub(super) fn lines(run: &Run, model: &Model, style: Style, look: &Look, width: usize) -> Vec<Line<'static>> {
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
