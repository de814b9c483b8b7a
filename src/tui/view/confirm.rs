use ratatui::{
    buffer::Buffer,
    layout::Rect,
    text::{Line, Span},
};

use super::{pane::put, popup};
use crate::tui::{
    model::{Confirm, Stop, Why},
    theme::Look,
    widget::wrap,
};

const WIDTH: u16 = 72;
const LABEL: usize = 8;

/// A question: what it is about, what will happen, and Cancel with the focus.
pub(super) fn render(question: &Confirm, look: &Look, body: Rect, buf: &mut Buffer) {
    let width = usize::from(WIDTH.min(body.width)).saturating_sub(4);
    let mut lines: Vec<Line<'static>> = Vec::new();
    for (label, text) in &question.lines {
        let mut label = Some(Span::styled(format!("{label:<LABEL$}"), look.dim));
        for text in wrap(text.as_str(), width.saturating_sub(LABEL)) {
            let head = label.take().unwrap_or_else(|| Span::raw(" ".repeat(LABEL)));
            lines.push(Line::from(vec![head, Span::raw(text)]));
        }
    }
    let mut foot = vec![Line::default()];
    foot.extend(question.why.as_ref().map(|why| reason(why, question.focus, look)));
    foot.push(buttons(question, look));
    let height = u16::try_from(lines.len() + foot.len() + 2).unwrap_or(u16::MAX);
    // The answer must never be below the edge: what does not fit is taken from the explanation.
    let room = usize::from(body.height.saturating_sub(2));
    lines.truncate(room.saturating_sub(foot.len()));
    lines.extend(foot);
    let area = popup::centered(body, WIDTH, height);
    let inner = popup::frame(
        question.title,
        "Tab changes, Enter answers, Esc leaves",
        look,
        area,
        buf,
    );
    put(&lines, look, inner, buf);
}

/// Why it is done, for the audit trail and for whoever asks later.
fn reason(why: &Why, focus: Stop, look: &Look) -> Line<'static> {
    let mut spans = vec![Span::styled(format!("{:<LABEL$}", "Why"), look.dim)];
    let empty = why.input.value().is_empty();
    if focus == Stop::Reason {
        spans.extend(popup::input(&why.input, look));
    } else if empty {
        let asked = if why.required {
            "____  a reason is needed"
        } else {
            "____  if you like"
        };
        spans.push(Span::styled(asked, look.dim));
    } else {
        spans.push(Span::raw(why.input.value().to_owned()));
    }
    Line::from(spans)
}

fn buttons(question: &Confirm, look: &Look) -> Line<'static> {
    let button = |text: &str, has_focus: bool| {
        if has_focus {
            Span::styled(format!("[ {text} ]"), look.selected)
        } else {
            Span::raw(format!("  {text}  "))
        }
    };
    let mut spans = vec![
        Span::raw(" ".repeat(LABEL)),
        button(question.buttons.0, question.focus == Stop::Cancel),
        Span::raw("    "),
    ];
    match &question.must_type {
        None => spans.push(button(question.buttons.1, question.focus == Stop::Go)),
        Some(name) => {
            spans.push(Span::styled(format!("type {name} to go on: "), look.dim));
            if question.focus == Stop::Go {
                spans.extend(popup::input(&question.typed, look));
                if question.is_armed() {
                    spans.push(Span::styled("  Enter goes on", look.accent));
                }
            } else {
                spans.push(Span::styled("____", look.dim));
            }
        }
    }
    Line::from(spans)
}
