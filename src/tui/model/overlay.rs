use tui_input::Input;

use super::Confirm;
use crate::tui::listing::ListId;

/// What lies above the screen. There is one at most.
#[derive(Debug, Clone)]
pub(crate) enum Overlay {
    /// Keys, signs and terms.
    Help(Help),
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
    /// What can be written into a file.
    Export { selected: usize },
}

/// Keys, signs and terms, scrolled by so many rows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Help {
    pub(crate) top: usize,
    /// Only what holds this text is shown.
    pub(crate) wanted: Input,
    /// Keys are letters of that text.
    pub(crate) typing: bool,
}

/// A line to type, in place of the footer.
#[derive(Debug, Clone)]
pub(crate) struct Prompt {
    pub(crate) kind: PromptKind,
    pub(crate) input: Input,
    /// What stood there before, for Escape.
    pub(crate) before: String,
    /// How many lines back in what was typed before, and what was being typed when one went there.
    pub(crate) back: usize,
    pub(crate) draft: String,
}

impl Prompt {
    pub(crate) fn new(kind: PromptKind, before: String) -> Self {
        Self {
            kind,
            input: Input::new(before.clone()),
            before,
            back: 0,
            draft: String::new(),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PromptKind {
    Filter(ListId),
    LogFilter,
    Search,
}
