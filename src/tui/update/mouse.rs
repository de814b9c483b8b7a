use crate::tui::{
    input::{Gesture, Mouse},
    model::{Model, Overlay},
    view::{Hit, hit, log_rows, text_rows},
};

/// Rows that a notch of the wheel moves.
const NOTCH: usize = 3;

/// A gesture of the mouse moves the focus and the selection, and never does an action: a question is answered by keys.
pub(super) fn take(model: &mut Model, mouse: Mouse) {
    if !model.mouse {
        return;
    }
    if model.overlay.is_some() {
        scroll(model, mouse.gesture);
        return;
    }
    let by = match mouse.gesture {
        Gesture::Click => None,
        Gesture::WheelUp => Some(-NOTCH.cast_signed()),
        Gesture::WheelDown => Some(NOTCH.cast_signed()),
    };
    match (hit(model, mouse.column, mouse.row), by) {
        (Some(Hit::Row(pane, id)), None) => {
            model.give_focus(pane);
            if let Some(list) = pane.list() {
                let ids = model.listing(list).ids();
                if let Some(index) = ids.iter().position(|other| *other == id) {
                    model.lists.state(list).selection.select(&ids, index);
                }
            }
        }
        (Some(Hit::Pane(pane)), None) => model.give_focus(pane),
        (Some(Hit::Row(pane, _) | Hit::Pane(pane)), Some(by)) => {
            model.give_focus(pane);
            super::lists::step(model, by);
        }
        (Some(Hit::LogLine(line)), None) => {
            let rows = log_rows(model);
            model.logs.go_to(line, rows);
        }
        (Some(Hit::LogLine(_)), Some(by)) => super::logs::step(model, by),
        (None, _) => {}
    }
}

fn scroll(model: &mut Model, gesture: Gesture) {
    let (rows, total) = text_rows(model);
    let top = match &mut model.overlay {
        Some(Overlay::Help(help)) => &mut help.top,
        Some(Overlay::Messages { top }) => top,
        _ => return,
    };
    match gesture {
        Gesture::Click => {}
        Gesture::WheelUp => *top = top.saturating_sub(NOTCH),
        Gesture::WheelDown => *top = (*top + NOTCH).min(total.saturating_sub(rows)),
    }
}
