use crate::tui::{
    action::ActionId,
    logging::{Level, LogLine},
    model::{Model, Position, ToastLevel},
    view::log_rows,
};

/// Moves through the log, and chooses what is shown of it.
pub(super) fn perform(model: &mut Model, id: ActionId) {
    let rows = log_rows(model);
    let page = isize::try_from(rows).unwrap_or(isize::MAX).max(1);
    let logs = &mut model.logs;
    match id {
        ActionId::Up => logs.step(-1, rows),
        ActionId::Down => logs.step(1, rows),
        ActionId::HalfPageUp => logs.step(-(page / 2).max(1), rows),
        ActionId::HalfPageDown => logs.step((page / 2).max(1), rows),
        ActionId::PageUp => logs.step(-page, rows),
        ActionId::PageDown => logs.step(page, rows),
        ActionId::First => logs.first(rows),
        ActionId::Last | ActionId::Follow => logs.position = Position::Follow,
        ActionId::Level => logs.level = logs.level.next(),
        ActionId::LogSource => logs.next_source(),
        ActionId::NextError => jump(model, true, rows, "error", |line| line.level == Some(Level::Error)),
        ActionId::PreviousError => jump(model, false, rows, "error", |line| line.level == Some(Level::Error)),
        ActionId::NextMatch => next_match(model, true, rows),
        ActionId::PreviousMatch => next_match(model, false, rows),
        _ => {}
    }
}

/// Moves by lines.
pub(super) fn step(model: &mut Model, by: isize) {
    let rows = log_rows(model);
    model.logs.step(by, rows);
}

/// Goes to the next line that holds the searched text, or the previous one.
pub(super) fn next_match(model: &mut Model, forward: bool, rows: usize) {
    if let Some(text) = model.logs.search.clone() {
        jump(model, forward, rows, "match", |line| line.contains(&text));
    }
}

fn jump(model: &mut Model, forward: bool, rows: usize, what: &str, wanted: impl Fn(&LogLine) -> bool) {
    if !model.logs.jump(forward, rows, wanted) {
        let side = if forward { "below" } else { "above" };
        model
            .toasts
            .tell(ToastLevel::Note, format!("no {what} {side} this line"), model.now);
    }
}
