use crossterm::event::KeyCode;

use super::leaves;
use crate::tui::{
    action::ActionId,
    input::Key,
    message::Effect,
    model::{Model, Overlay},
    update::{export, keys},
};

/// A key for the menu of what can be written into a file.
pub(super) fn press(model: &mut Model, key: Key, selected: usize) -> Vec<Effect> {
    let exports = model.exports();
    let last = exports.len().saturating_sub(1);
    let selected = match (key.code, keys::meaning(model, key)) {
        _ if leaves(key) => return Vec::new(),
        (KeyCode::Enter, _) => {
            return exports
                .get(selected.min(last))
                .map_or_else(Vec::new, |chosen| export::write(model, *chosen));
        }
        (_, Some(ActionId::Up)) => selected.saturating_sub(1),
        (_, Some(ActionId::Down)) => (selected + 1).min(last),
        (_, Some(ActionId::Quit)) => return Vec::new(),
        _ => selected,
    };
    model.overlay = Some(Overlay::Export { selected });
    Vec::new()
}
