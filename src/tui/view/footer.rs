use ratatui::{
    buffer::Buffer,
    layout::Rect,
    style::Style,
    text::{Line, Span},
};

use super::{logs::level_style, messages, popup};
use crate::tui::{
    action::{ACTIONS, ActionId, Spec},
    model::{Model, Overlay, Prompt, PromptKind, ScreenId},
    theme::Look,
    widget::{Segment, bar, cut},
};

/// What was told last, or else the last log line.
pub(super) fn status(model: &Model, look: &Look, area: Rect, buf: &mut Buffer) {
    let width = usize::from(area.width);
    let line = if let Some(toast) = model.toasts.current() {
        let (word, style) = messages::word(toast.level, look);
        let text = cut(
            toast.text.as_str(),
            width.saturating_sub(word.len() + 3),
            look.glyphs.ellipsis,
        )
        .into_owned();
        Line::from(vec![Span::styled(format!(" {word}  "), style), Span::raw(text)])
    } else if let Some(last) = model.logs.latest_own().filter(|_| model.screen != ScreenId::Logs) {
        let head = format!(" {} ", last.clock());
        let text = format!("{}  {}", last.target, last.text);
        let text = cut(&text, width.saturating_sub(head.len() + 7), look.glyphs.ellipsis).into_owned();
        Line::from(vec![
            Span::styled(head, look.dim),
            Span::styled(format!("{:<5} ", last.word()), level_style(last.level, look)),
            Span::styled(text, look.dim),
        ])
    } else {
        Line::default()
    };
    buf.set_line(area.x, area.y, &line, area.width);
}

/// Keys that do something here and now, or the line that is being typed.
pub(super) fn render(model: &Model, look: &Look, area: Rect, buf: &mut Buffer) {
    let line = match &model.overlay {
        Some(Overlay::Prompt(prompt)) => prompt_line(prompt, model, look),
        _ => hints(model, look, usize::from(area.width)),
    };
    buf.set_line(area.x, area.y, &line, area.width);
}

fn prompt_line(prompt: &Prompt, model: &Model, look: &Look) -> Line<'static> {
    let (label, help) = match prompt.kind {
        PromptKind::Filter(list) => (
            format!(" filter {}: ", model.focus().title()),
            fault_or(model.lists.fault(list)),
        ),
        PromptKind::Search => (
            " search: ".to_owned(),
            "  Enter goes to the last match, n N move on".to_owned(),
        ),
        PromptKind::LogFilter => (" show lines with: ".to_owned(), fault_or(model.logs.filter.fault())),
    };
    let mut spans = vec![Span::styled(label, look.accent)];
    spans.extend(popup::input(&prompt.input, look));
    spans.push(Span::styled(help, look.dim));
    Line::from(spans)
}

/// An expression that is not finished is no mistake yet, but it hides nothing.
fn fault_or(fault: Option<&str>) -> String {
    match fault {
        Some(fault) => format!("  hides nothing yet: {fault}"),
        None => "  Enter keeps it, Esc takes it back, ! inverts, Up recalls".to_owned(),
    }
}

fn hints(model: &Model, look: &Look, width: usize) -> Line<'static> {
    let mut parts = Vec::new();
    for (index, spec) in ACTIONS.iter().filter(|spec| is_hinted(spec, model)).enumerate() {
        let keep = match spec.id {
            // Whoever knows these two finds all the others.
            ActionId::Help | ActionId::Quit => u8::MAX,
            ActionId::Escape => u8::MAX - 2,
            _ => u8::try_from(200_usize.saturating_sub(index)).unwrap_or(0),
        };
        if spec.id == ActionId::Help {
            parts.extend(screens(model, look));
        }
        if let Some(key) = model.keymap.keys(spec).next() {
            parts.push(hint(keep, key.to_string(), spec.title, look));
        }
    }
    let mouse = model
        .mouse
        .then(|| Segment::new(u8::MAX - 1, [Span::styled("Shift selects text", look.dim)]));
    let right = mouse.into_iter().collect();
    bar(parts, ("", Style::new()), right, width, look.glyphs.ellipsis)
}

/// The way back is shown where there is one.
fn is_hinted(spec: &Spec, model: &Model) -> bool {
    let inside = model.zoomed || (model.screen == ScreenId::Drift && model.league.is_some());
    let back = spec.id == ActionId::Escape && inside;
    (spec.hint || back) && spec.scope.holds(model.screen) && spec.available(model).is_ok()
}

/// The keys of the screens: `1-7 screens`.
fn screens(model: &Model, look: &Look) -> Option<Segment> {
    let key = |screen: Option<&ScreenId>| model.keymap.key_of(ActionId::Screen(*screen?));
    let (first, last) = (key(ScreenId::ALL.first())?, key(ScreenId::ALL.last())?);
    Some(hint(u8::MAX - 3, format!("{first}-{last}"), "screens", look))
}

fn hint(keep: u8, key: String, title: &'static str, look: &Look) -> Segment {
    Segment::new(
        keep,
        [
            Span::styled(key, look.accent),
            Span::styled(format!(" {title}"), Style::new()),
        ],
    )
}
