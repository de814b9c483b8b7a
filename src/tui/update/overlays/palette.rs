use crossterm::event::KeyCode;
use tui_input::Input;

use super::{edit, leaves};
use crate::tui::{
    input::Key,
    message::Effect,
    model::{Model, Overlay},
    update::keys,
};

/// A key for the palette.
pub(super) fn press(model: &mut Model, key: Key, mut input: Input, selected: usize) -> Vec<Effect> {
    if leaves(key) {
        return Vec::new();
    }
    let entries = model.palette(input.value());
    let last = entries.len().saturating_sub(1);
    let selected = match key.code {
        KeyCode::Enter => {
            let chosen = entries.into_iter().nth(selected.min(last));
            return chosen.map_or_else(Vec::new, |entry| keys::invoke(model, entry.spec));
        }
        KeyCode::Up => selected.saturating_sub(1),
        KeyCode::Down => (selected + 1).min(last),
        _ => {
            edit(&mut input, key);
            0
        }
    };
    model.overlay = Some(Overlay::Palette { input, selected });
    Vec::new()
}
