use std::time::Duration;

use touchline::{
    domain::SafeText,
    engine::{Access, Action},
};
use tui_input::Input;

/// How long a dialog takes no key after it was drawn. Nobody reads and answers faster, so a key that arrives sooner was
/// typed for what stood there before: a slow line delivers several at once.
pub(crate) const GUARD: Duration = Duration::from_millis(250);

/// Where Tab stops in a dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// Why, in the operator's words.
    Reason,
    /// Leaves things as they are. It has the focus at first.
    Cancel,
    /// Goes on; or the name to type before one may.
    Go,
}

/// Why something is done, in the operator's words.
#[derive(Debug, Clone, Default)]
pub(crate) struct Why {
    pub(crate) input: Input,
    /// Without it nothing is done.
    pub(crate) required: bool,
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
    /// What the answer rests on, in words; it must be the same when the answer is given.
    pub(crate) basis: Option<String>,
    /// What one might do when it was asked: a profile can become a production profile meanwhile.
    pub(crate) access: Access,
    /// Where others will ask why.
    pub(crate) why: Option<Why>,
    /// What has to be typed first.
    pub(crate) must_type: Option<SafeText>,
    pub(crate) typed: Input,
    pub(crate) focus: Stop,
    /// When it reached the terminal, since the start of the monitor.
    pub(crate) drawn_at: Option<Duration>,
}

impl Confirm {
    /// A question with the focus on Cancel.
    pub(crate) fn new(title: &'static str, buttons: (&'static str, &'static str), action: Action) -> Self {
        Self {
            title,
            buttons,
            action,
            lines: Vec::new(),
            summary: SafeText::default(),
            basis: None,
            access: Access::ReadWrite { production: false },
            why: None,
            must_type: None,
            typed: Input::default(),
            focus: Stop::Cancel,
            drawn_at: None,
        }
    }

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

    /// Whether a reason is still to be given.
    pub(crate) fn lacks_reason(&self) -> bool {
        self.why
            .as_ref()
            .is_some_and(|why| why.required && why.input.value().trim().is_empty())
    }

    /// Moves the focus on: reason, Cancel, go on, and around.
    pub(crate) fn turn(&mut self, forward: bool) {
        self.focus = match (self.focus, forward, self.why.is_some()) {
            (Stop::Reason, true, _) | (Stop::Go, false, _) | (Stop::Go, true, false) => Stop::Cancel,
            (Stop::Reason, false, _) | (Stop::Cancel, true, _) | (Stop::Cancel, false, false) => Stop::Go,
            (Stop::Cancel, false, true) | (Stop::Go, true, true) => Stop::Reason,
        };
    }

    /// What will be asked of the engine, with the reason that was given.
    pub(crate) fn into_action(self) -> Action {
        let given = self.why.map(|why| SafeText::new(why.input.value().trim()));
        let given = given.filter(|reason| !reason.as_str().is_empty());
        match self.action {
            Action::Freeze { reason } => Action::Freeze {
                reason: given.unwrap_or(reason),
            },
            Action::Promote { version, over, reason } => Action::Promote {
                version,
                over,
                reason: given.or(reason),
            },
            Action::RollBack { from, reason } => Action::RollBack {
                from,
                reason: given.or(reason),
            },
            Action::Silence { rule, hours, reason } => Action::Silence {
                rule,
                hours,
                reason: given.unwrap_or(reason),
            },
            other => other,
        }
    }
}
