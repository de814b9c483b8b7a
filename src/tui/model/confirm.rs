use std::time::Duration;

use touchline::{domain::SafeText, engine::Action};
use tui_input::Input;

/// How long a dialog takes no key after it was drawn. Nobody reads and answers faster, so a key that arrives sooner was
/// typed for what stood there before: a slow line delivers several at once.
pub(crate) const GUARD: Duration = Duration::from_millis(250);

/// The two answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Button {
    Cancel,
    Go,
}

/// A question before a deed. Its target is captured when it is asked: nothing that happens on screen changes it.
#[derive(Debug, Clone)]
pub(crate) struct Confirm {
    pub(crate) title: &'static str,
    /// The words on the two buttons: to leave things as they are, and to go on.
    pub(crate) buttons: (&'static str, &'static str),
    /// What will be asked of the engine.
    pub(crate) action: Action,
    /// What it is about and what will happen: a word and its sentence.
    pub(crate) lines: Vec<(&'static str, SafeText)>,
    /// The short name of what is asked for, for the toast.
    pub(crate) summary: SafeText,
    /// What has to be typed first.
    pub(crate) must_type: Option<SafeText>,
    pub(crate) typed: Input,
    pub(crate) focus: Button,
    /// When it reached the terminal, since the start of the monitor.
    pub(crate) drawn_at: Option<Duration>,
}

impl Confirm {
    /// Whether a key that arrived then was typed with the dialog before one's eyes.
    pub(crate) fn was_seen(&self, at: Duration) -> bool {
        self.drawn_at.is_some_and(|drawn| at >= drawn + GUARD)
    }

    /// Whether the name was typed, where one is asked for.
    pub(crate) fn is_armed(&self) -> bool {
        self.must_type
            .as_ref()
            .is_none_or(|name| name.as_str() == self.typed.value().trim())
    }
}
