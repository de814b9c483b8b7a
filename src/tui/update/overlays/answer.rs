use std::time::Duration;

use crossterm::event::KeyCode;

use super::{edit, leaves};
use crate::tui::{
    input::Key,
    message::Effect,
    model::{Confirm, Model, Overlay, Stop, ToastLevel},
    update::{
        act::request,
        ask::{basis, over},
    },
};

/// A key for a question. Escape always leaves; every other key counts only once the dialog could be read.
pub(super) fn press(model: &mut Model, key: Key, at: Duration, mut confirm: Box<Confirm>) -> Vec<Effect> {
    if leaves(key) {
        return Vec::new();
    }
    if confirm.was_seen(at) {
        match (key.code, confirm.focus) {
            (KeyCode::Enter, Stop::Cancel) => return Vec::new(),
            (KeyCode::Enter, Stop::Go) if confirm.lacks_reason() => confirm.focus = Stop::Reason,
            (KeyCode::Enter, Stop::Go) if confirm.is_armed() => return go(model, *confirm),
            (KeyCode::Tab | KeyCode::Down, _) => confirm.turn(true),
            (KeyCode::BackTab | KeyCode::Up, _) => confirm.turn(false),
            // A reason alone is no answer.
            (KeyCode::Enter, Stop::Reason) | (KeyCode::Left | KeyCode::Right, Stop::Cancel) => confirm.focus = Stop::Go,
            (_, Stop::Reason) => {
                if let Some(why) = &mut confirm.why {
                    edit(&mut why.input, key);
                }
            }
            (KeyCode::Left | KeyCode::Right, Stop::Go) => confirm.focus = Stop::Cancel,
            (_, Stop::Go) if confirm.must_type.is_some() => edit(&mut confirm.typed, key),
            _ => {}
        }
    }
    model.overlay = Some(Overlay::Confirm(confirm));
    Vec::new()
}

/// The answer is yes: done, unless what it rests on has changed meanwhile.
fn go(model: &mut Model, confirm: Confirm) -> Vec<Effect> {
    let changed = if model.latest().access != confirm.access {
        Some("what you may do here has changed meanwhile; nothing was done, ask again".to_owned())
    } else if basis(model.latest(), &confirm.action) != confirm.basis {
        Some(over(&confirm.action))
    } else {
        None
    };
    if let Some(text) = changed {
        model.toasts.tell(ToastLevel::Note, text, model.now);
        return Vec::new();
    }
    let summary = confirm.summary.clone();
    request(model, summary.as_str(), confirm.into_action())
}
