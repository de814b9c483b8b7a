use std::sync::Arc;

use crossterm::event::KeyCode;
use touchline::{domain::SafeText, engine::Snapshot};

use super::overlays::leaves;
use crate::tui::{
    configuration::Why,
    input::Key,
    message::{Effect, Reloaded},
    model::{Lists, Model, Overlay, ToastLevel},
};

/// Opens the list of profiles, on the one that is shown.
pub(super) fn open(model: &mut Model) {
    let shown = model.snapshot.profile.as_str();
    let selected = model.profiles.all.iter().position(|profile| profile.name == shown);
    model.overlay = Some(Overlay::Profiles {
        selected: selected.unwrap_or_default(),
    });
}

/// A key for the list of profiles.
pub(super) fn press(model: &mut Model, key: Key, selected: usize) -> Vec<Effect> {
    let last = model.profiles.all.len().saturating_sub(1);
    let selected = match key.code {
        KeyCode::Char('q') => return Vec::new(),
        _ if leaves(key) => return Vec::new(),
        KeyCode::Enter => return choose(model, selected),
        KeyCode::Up | KeyCode::Char('k') => selected.saturating_sub(1),
        KeyCode::Down | KeyCode::Char('j') => (selected + 1).min(last),
        _ => selected,
    };
    model.overlay = Some(Overlay::Profiles { selected });
    Vec::new()
}

fn choose(model: &mut Model, selected: usize) -> Vec<Effect> {
    let Some(chosen) = model.profiles.all.get(selected) else {
        return Vec::new();
    };
    vec![Effect::UseProfile(chosen.name.clone())]
}

/// The configuration was read and holds together.
pub(super) fn reloaded(model: &mut Model, reloaded: Reloaded) {
    let Reloaded {
        why,
        changes,
        keymap,
        profiles,
    } = reloaded;
    model.keymap = keymap;
    model.profiles.all = profiles;
    let was_bad = model.profiles.trouble.take().is_some();
    let text = if changes.is_empty() && was_bad {
        "configuration: mended, and as it was before".to_owned()
    } else if changes.is_empty() {
        "configuration: nothing is different".to_owned()
    } else {
        format!("configuration: {changes}")
    };
    // A file that was only touched is nothing to tell of.
    if !changes.is_empty() || was_bad || why == Why::Asked {
        model.toasts.tell(ToastLevel::Note, text, model.now);
    }
}

/// The configuration cannot be used, and nothing of it is.
pub(super) fn not_configured(model: &mut Model, why: Why, text: SafeText) {
    model.toasts.tell(
        ToastLevel::Failed,
        format!("configuration not in force: {text}"),
        model.now,
    );
    if why != Why::Profile {
        model.profiles.trouble = Some(text);
    }
}

/// A profile's engine is on its way. The picture that is shown stays until it is open.
pub(super) fn opening(model: &mut Model, profile: SafeText) {
    if profile != model.snapshot.profile {
        model
            .toasts
            .tell(ToastLevel::Note, format!("opening profile {profile}"), model.now);
    }
    model.profiles.opening = Some(profile);
}

/// It could not be opened.
pub(super) fn not_opened(model: &mut Model, profile: &SafeText, why: &SafeText) {
    model.profiles.opening = None;
    let text = format!(
        "profile {profile} cannot be opened, {} stays: {why}",
        model.snapshot.profile
    );
    model.toasts.tell(ToastLevel::Failed, text, model.now);
}

/// Every picture from now on is another engine's, and this is its first.
pub(super) fn switched(model: &mut Model, snapshot: Arc<Snapshot>) {
    model.profiles.opening.take_if(|profile| *profile == snapshot.profile);
    if model.paused() {
        model.toggle_pause();
    }
    // Its matches were asked of the engine before.
    model.league = None;
    if model.snapshot.profile != snapshot.profile {
        // What was chosen, typed or asked was about rows of another database.
        model.lists = Lists::default();
        model.overlay = None;
        let text = format!("profile {}", snapshot.profile);
        model.toasts.tell(ToastLevel::Note, text, model.now);
    }
    model.engine_gone = false;
    model.take_snapshot(snapshot);
}
