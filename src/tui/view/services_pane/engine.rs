use ratatui::text::{Line, Span};
use touchline::engine::{SectionState, System};

use crate::tui::{
    model::Model,
    theme::{Concern, Look},
    widget::{duration, fixed, range, spark},
};

/// Most minutes of the spark line: as many as there are.
const MINUTES: usize = 60;

/// How long this engine's polls take, and what it serves.
pub(super) fn lines(system: &System, model: &Model, look: &Look, width: usize) -> Vec<Line<'static>> {
    let is_old = model.snapshot.sections.system.state != SectionState::Fresh;
    let times = &system.response_time_ms;
    let ms = |value: Option<f64>| value.map_or_else(|| "n/a".to_owned(), |ms| format!("{} ms", fixed(ms, 1)));
    let dim = |text: String| Span::styled(text, look.dim);
    let told = Line::from(vec![
        dim("response time  ".to_owned()),
        Span::raw(format!("p50 {}, p95 {}", ms(times.p50), ms(times.p95))),
        dim(format!(", n {} polls of this program", times.n)),
    ]);
    let champion = system
        .model_version
        .as_ref()
        .map_or_else(|| "no champion".to_owned(), |version| format!("champion {version}"));
    let up = i64::try_from(system.uptime_s).unwrap_or(i64::MAX);
    let dot = look.glyphs.dot;
    let served = Line::from(format!(
        "{} predictions since 00:00 UTC {dot} {champion} {dot} up {}",
        system.predictions_today,
        duration(up)
    ));
    let mut lines = vec![told];
    lines.extend(history(&times.history, look, width, is_old));
    lines.push(served);
    lines
}

/// p95 by minute, where any minute had a poll.
fn history(history: &[Option<f64>], look: &Look, width: usize, is_old: bool) -> Option<Line<'static>> {
    let (low, high) = range(history);
    if low > high {
        return None;
    }
    let label = "p95 by minute  ";
    let ends = format!("  {} to {} ms", fixed(low, 1), fixed(high, 1));
    let columns = width.saturating_sub(label.len() + ends.len()).min(MINUTES);
    let style = if is_old { look.dim } else { look.of(Concern::Busy) };
    // From nothing, so that a steady course looks steady.
    let bars = spark(history, columns, (0.0, high), &look.glyphs.spark);
    Some(Line::from(vec![
        Span::styled(label, look.dim),
        Span::styled(bars, style),
        Span::styled(ends, look.dim),
    ]))
}
