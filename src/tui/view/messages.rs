use ratatui::{
    buffer::Buffer,
    layout::Rect,
    style::Style,
    text::{Line, Span},
};

use super::{pane::put, popup};
use crate::tui::{
    model::{Model, ToastLevel},
    theme::{Concern, Look},
    widget::wrap,
};

pub(super) fn render(model: &Model, look: &Look, top: usize, body: Rect, buf: &mut Buffer) {
    let inner = popup::frame("Messages", "j k scroll, Esc closes", look, popup::text_frame(body), buf);
    let lines = lines(model, look, usize::from(inner.width));
    let top = top.min(lines.len().saturating_sub(usize::from(inner.height)));
    put(lines.get(top..).unwrap_or_default(), look, inner, buf);
}

/// What was told, the latest first.
pub(super) fn lines(model: &Model, look: &Look, width: usize) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
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
    if lines.is_empty() {
        lines.push(Line::from(Span::styled("nothing yet", look.dim)));
    }
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
