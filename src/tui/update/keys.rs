use std::time::Duration;

use super::{act::perform, overlays};
use crate::tui::{
    action::{ActionId, Spec},
    input::Key,
    message::Effect,
    model::{Model, ToastLevel},
};

/// A key was pressed: what lies on top takes it, else it means an action.
pub(super) fn press(model: &mut Model, key: Key, at: Duration) -> Vec<Effect> {
    model.toasts.seen(model.now);
    if model.overlay.is_some() {
        return overlays::press(model, key, at);
    }
    match model.keymap.action(key, model.screen) {
        Some(spec) => invoke(model, spec),
        None => Vec::new(),
    }
}

/// Does an action, or says why not.
pub(super) fn invoke(model: &mut Model, spec: &'static Spec) -> Vec<Effect> {
    match spec.available(model) {
        Ok(()) => perform(model, spec),
        Err(reason) => {
            model
                .toasts
                .tell(ToastLevel::Note, format!("{}: {reason}", spec.title), model.now);
            Vec::new()
        }
    }
}

/// What a key means where text is not typed: in help and messages.
pub(super) fn meaning(model: &Model, key: Key) -> Option<ActionId> {
    model.keymap.action(key, model.screen).map(|spec| spec.id)
}
