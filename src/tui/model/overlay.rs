use tui_input::Input;

use super::{Confirm, Model};
use crate::tui::{
    action::{ACTIONS, Reason, Spec},
    listing::ListId,
};

/// What lies above the screen. There is one at most.
#[derive(Debug, Clone)]
pub(crate) enum Overlay {
    /// Keys, signs and terms, scrolled by so many rows.
    Help { top: usize },
    /// What was told, scrolled by so many rows.
    Messages { top: usize },
    /// Actions by name.
    Palette { input: Input, selected: usize },
    /// The profiles of the configuration.
    Profiles { selected: usize },
    /// A line to type.
    Prompt(Prompt),
    /// A question before a deed.
    Confirm(Box<Confirm>),
}

/// A line to type, in place of the footer.
#[derive(Debug, Clone)]
pub(crate) struct Prompt {
    pub(crate) kind: PromptKind,
    pub(crate) input: Input,
    /// What stood there before, for Escape.
    pub(crate) before: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PromptKind {
    Filter(ListId),
    LogFilter,
    Search,
}

/// An action in the palette.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) spec: &'static Spec,
    pub(crate) available: Result<(), Reason>,
}

impl Model {
    /// Actions whose name or title holds a text and whose screen is this one; those that can be done now come first.
    pub(crate) fn palette(&self, text: &str) -> Vec<Entry> {
        let wanted = text.trim().to_lowercase();
        let matches = |spec: &&Spec| {
            spec.scope.holds(self.screen)
                && (spec.name.contains(&wanted) || spec.title.to_lowercase().contains(&wanted))
        };
        let mut entries: Vec<Entry> = ACTIONS
            .iter()
            .filter(matches)
            .map(|spec| Entry {
                spec,
                available: spec.available(self),
            })
            .collect();
        entries.sort_by_key(|entry| entry.available.is_err());
        entries
    }
}
