use crossterm::event::KeyCode;
use tui_input::Input;

use super::{edit, leaves, scroll};
use crate::tui::{
    action::ActionId,
    input::Key,
    model::{Help, Model, Overlay},
    update::keys,
};

/// A key for the open help: it scrolls, or is a letter of the text that is looked for.
pub(super) fn press(model: &mut Model, key: Key, mut help: Help) {
    if help.typing {
        help.top = 0;
        match key.code {
            KeyCode::Enter => help.typing = false,
            _ if leaves(key) => help = Help::default(),
            _ => edit(&mut help.wanted, key),
        }
        model.overlay = Some(Overlay::Help(help));
        return;
    }
    let meaning = keys::meaning(model, key);
    if matches!(meaning, Some(ActionId::Filter | ActionId::Search)) {
        help.typing = true;
    } else if meaning == Some(ActionId::Escape) && !help.wanted.value().is_empty() {
        help = Help {
            wanted: Input::default(),
            ..Help::default()
        };
    } else {
        let top = help.top;
        // What is scrolled is measured with the help in place.
        model.overlay = Some(Overlay::Help(help.clone()));
        model.overlay = scroll(model, key, top).map(|top| Overlay::Help(Help { top, ..help }));
        return;
    }
    model.overlay = Some(Overlay::Help(help));
}
