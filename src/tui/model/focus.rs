use std::collections::BTreeMap;

use super::{Model, Pane, ScreenId};
use crate::tui::listing::ListId;

/// The pane that has the focus, on each screen.
#[derive(Debug, Clone, Default)]
pub(crate) struct Focus(BTreeMap<ScreenId, Pane>);

impl Model {
    /// The pane that has the focus on this screen.
    pub(crate) fn focus(&self) -> Pane {
        let remembered = self.focus.0.get(&self.screen);
        let home = self.screen.home();
        let is_here = |pane: &&Pane| self.panes().contains(pane);
        let here = remembered.filter(is_here).or_else(|| Some(&home).filter(is_here));
        // An open league has other panes than the list that it was opened from.
        here.or_else(|| self.panes().first()).copied().unwrap_or(home)
    }

    /// The list that has the focus, if one has it.
    pub(crate) fn focused_list(&self) -> Option<ListId> {
        self.panes()
            .contains(&self.focus())
            .then(|| self.focus().list())
            .flatten()
    }

    /// Gives the focus to a pane of this screen.
    pub(crate) fn give_focus(&mut self, pane: Pane) {
        self.focus.0.insert(self.screen, pane);
    }

    /// Moves the focus on by so many panes, around the end.
    pub(crate) fn move_focus(&mut self, by: isize) {
        let panes = self.panes();
        let here = panes.iter().position(|pane| *pane == self.focus()).unwrap_or(0);
        let (Ok(here), Ok(count)) = (isize::try_from(here), isize::try_from(panes.len())) else {
            return;
        };
        if count == 0 {
            return;
        }
        let there = usize::try_from((here + by).rem_euclid(count)).unwrap_or(0);
        if let Some(pane) = panes.get(there) {
            self.give_focus(*pane);
        }
    }

    /// Goes to a screen. What was zoomed there is not zoomed any more.
    pub(crate) fn go_to(&mut self, screen: ScreenId) {
        self.screen = screen;
        self.zoomed = false;
    }
}
