use ratatui::{
    buffer::Buffer,
    layout::Rect,
    style::Style,
    text::{Line, Span},
};

use touchline::engine::{Alert, SectionState, Severity};

use super::{pane::put, popup, section::Section};
use crate::tui::{
    model::{Model, ToastLevel},
    theme::{Concern, Look},
    widget::{since, wrap},
};

pub(super) fn render(model: &Model, look: &Look, top: usize, body: Rect, buf: &mut Buffer) {
    let inner = popup::frame(
        "Alerts and messages",
        "j k scroll, Esc closes",
        look,
        popup::text_frame(body),
        buf,
    );
    let lines = lines(model, look, usize::from(inner.width));
    let top = top.min(lines.len().saturating_sub(usize::from(inner.height)));
    put(lines.get(top..).unwrap_or_default(), look, inner, buf);
}

/// What deserves attention now, the worst first, and what was told, the latest first.
pub(super) fn lines(model: &Model, look: &Look, width: usize) -> Vec<Line<'static>> {
    let mut lines = alerts(model, look, width);
    lines.push(Line::from(Span::styled("Told", look.title)));
    for toast in model.toasts.history() {
        let (word, style) = word(toast.level, look);
        let mut head = Some([
            Span::styled(toast.at.format("%H:%M:%S ").to_string(), look.dim),
            Span::styled(format!("{word:<10} "), style),
        ]);
        for text in wrap(toast.text.as_str(), width.saturating_sub(20)) {
            let mut spans = head
                .take()
                .map_or_else(|| vec![Span::raw(" ".repeat(20))], |head| head.to_vec());
            spans.push(Span::raw(text));
            lines.push(Line::from(spans));
        }
    }
    if model.toasts.history().next().is_none() {
        lines.push(Line::from(Span::styled("nothing yet", look.dim)));
    }
    lines
}

/// What is wrong, and who has seen to it.
fn sentence(alert: &Alert) -> String {
    if let Some(silence) = &alert.silenced {
        let until = silence.until.format("%a %d %b %H:%M UTC");
        return format!(
            "{} (silenced until {until} by {}: {})",
            alert.sentence, silence.by, silence.reason
        );
    }
    let seen = alert.acknowledged_by.as_ref();
    seen.map_or_else(
        || alert.sentence.to_string(),
        |by| format!("{} (seen by {by})", alert.sentence),
    )
}

fn alerts(model: &Model, look: &Look, width: usize) -> Vec<Line<'static>> {
    let mut lines = vec![Line::from(Span::styled("Alerts", look.title))];
    let section = Section::of(&model.snapshot.sections.alerts, model);
    lines.extend(section.trouble(look, width, 2));
    for alert in section.value.into_iter().flatten() {
        let concern = match alert.severity {
            Severity::Critical => Concern::Bad,
            Severity::Warning => Concern::Warn,
        };
        // As in the list of alerts, what someone has seen to catches no eye.
        let glyph = if alert.is_quiet() {
            Span::raw("  ")
        } else {
            Span::styled(
                format!("{} ", look.glyphs.of(concern)),
                section.concern_style(concern, look),
            )
        };
        let mut head = Some([
            glyph,
            Span::styled(format!("{:<17} ", since(model.now, alert.since)), look.dim),
        ]);
        for text in wrap(&sentence(alert), width.saturating_sub(20)) {
            let mut spans = head
                .take()
                .map_or_else(|| vec![Span::raw(" ".repeat(20))], |head| head.to_vec());
            spans.push(Span::styled(text, section.style(look)));
            lines.push(Line::from(spans));
        }
    }
    if lines.len() == 1 {
        let text = if section.state == SectionState::Loading {
            "reading"
        } else {
            "none"
        };
        lines.push(Line::from(Span::styled(text, look.dim)));
    }
    lines.push(Line::default());
    lines
}

/// How a toast stands, in a word.
pub(super) fn word(level: ToastLevel, look: &Look) -> (&'static str, Style) {
    match level {
        ToastLevel::Pending => ("requested", look.of(Concern::Busy)),
        ToastLevel::Done => ("accepted", look.of(Concern::Good)),
        ToastLevel::Note => ("note", look.dim),
        ToastLevel::Failed => ("failed", look.of(Concern::Broken)),
    }
}
