use touchline::engine::Access;

use super::{ActionId, Reason};
use crate::tui::model::{Model, ScreenId};

/// Where an action's keys work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// On every screen.
    Everywhere,
    /// On every screen that has panes.
    Panes,
    /// On one of them.
    Screen(ScreenId),
}

impl Scope {
    pub(crate) fn holds(self, screen: ScreenId) -> bool {
        match self {
            Self::Everywhere => true,
            Self::Panes => screen != ScreenId::Logs,
            Self::Screen(own) => own == screen,
        }
    }

    /// Whether one key in both would be ambiguous.
    pub(super) fn overlaps(self, other: Self) -> bool {
        ScreenId::ALL
            .into_iter()
            .any(|screen| self.holds(screen) && other.holds(screen))
    }

    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Everywhere => "Everywhere",
            Self::Panes => "On every screen with panes",
            Self::Screen(screen) => screen.title(),
        }
    }
}

/// What it takes to do an action, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Danger {
    /// It changes nothing but the screen, or is undone by the next key.
    None,
    /// It asks, with the focus on Cancel, in a production profile too.
    Ask,
    /// It asks, and in a production profile for the typed name of its target.
    Confirm,
    /// It asks for the typed name of its target.
    Typed,
}

impl Danger {
    /// A production profile asks for a name where others ask for a key.
    pub(crate) fn under(self, access: &Access) -> Self {
        match (self, access) {
            (Self::Confirm, Access::ReadWrite { production: true }) => Self::Typed,
            (danger, _) => danger,
        }
    }
}

/// All that is said of an action.
#[derive(Debug)]
pub(crate) struct Spec {
    pub(crate) id: ActionId,
    /// Its name in the configuration, in kebab-case.
    pub(crate) name: &'static str,
    /// One or two words.
    pub(crate) title: &'static str,
    /// One sentence.
    pub(crate) description: &'static str,
    /// Keys, unless the configuration names others.
    pub(crate) keys: &'static [&'static str],
    pub(crate) scope: Scope,
    pub(crate) danger: Danger,
    /// Shown in the footer.
    pub(crate) hint: bool,
    /// Why it makes no sense now, if so.
    pub(super) check: fn(&Model) -> Result<(), Reason>,
}

impl Spec {
    /// Whether it can be done now, and if not, why.
    pub(crate) fn available(&self, model: &Model) -> Result<(), Reason> {
        if self.danger > Danger::None {
            super::available::may_write(model)?;
        }
        (self.check)(model)
    }
}
