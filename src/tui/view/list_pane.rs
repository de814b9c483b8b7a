use ratatui::{buffer::Buffer, layout::Rect, text::Line};

use super::{
    pane::{foot, put},
    reach,
    section::{Section, standing},
};
use crate::tui::{
    listing::{ListId, Listing, RowId},
    model::Model,
    theme::Look,
    widget::Table,
};

/// A list as it is shown now.
pub(super) struct ListPane<'a> {
    list: ListId,
    model: &'a Model,
    listing: Listing<'a>,
    selected: Option<usize>,
}

impl<'a> ListPane<'a> {
    pub(super) fn of(list: ListId, model: &'a Model) -> Self {
        let listing = model.listing(list);
        let selected = model.selected(list, &listing.ids());
        Self {
            list,
            model,
            listing,
            selected,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.listing.rows.len()
    }

    /// The selected row, else the first.
    pub(super) fn current(&self) -> Option<&RowId> {
        self.listing.rows.get(self.selected.unwrap_or(0)).map(|row| &row.id)
    }

    /// The selected row, if one was chosen.
    pub(super) fn chosen(&self) -> Option<&RowId> {
        self.selected.and_then(|_| self.current())
    }

    /// Rows of an area that what is said below the list may take: those that the list leaves, and `least` in any case, if
    /// that is not more than half of them.
    pub(super) fn spare(&self, area: Rect, least: usize) -> usize {
        let height = usize::from(area.height);
        height.saturating_sub(self.len() + 1).max(least.min(height / 2))
    }

    /// The rows, and what is said below them.
    pub(super) fn render(&self, below: &[Line<'_>], look: &Look, area: Rect, buf: &mut Buffer) {
        let section = standing(self.list, self.model);
        let width = usize::from(area.width);
        if self.listing.rows.is_empty() {
            let rest = put(&self.nothing(&section, look, width), look, area, buf);
            put(below, look, rest, buf);
            return;
        }
        let area = put(&section.trouble(look, width, 1), look, area, buf);
        let (above, foot_area) = foot(self.filled(area, below.len()), below.len());
        let table = Table {
            listing: &self.listing,
            selected: self.selected,
            sort: self.model.lists.sort(self.list),
            stale: section.is_stale(),
            signs: true,
        };
        table.render(look, above, buf);
        put(below, look, foot_area, buf);
    }

    /// The part of an area that is used: what is said below a short list stands near it, behind a blank line.
    fn filled(&self, area: Rect, below: usize) -> Rect {
        let used = u16::try_from(self.len() + 2 + below).unwrap_or(u16::MAX);
        Rect {
            height: area.height.min(used),
            ..area
        }
    }

    fn nothing(&self, section: &Section<'_, ()>, look: &Look, width: usize) -> Vec<Line<'static>> {
        let range = self.model.range.words();
        let fill = match (self.model.lists.filter(self.list), self.listing.older) {
            (Some(_), 0) => "No row matches the filter; Esc removes it.".to_owned(),
            (Some(_), _) => format!("No row of {range} matches the filter; Esc removes it."),
            (None, 0) => self.list.fill().to_owned(),
            (None, older) => format!("{older} older, {}.", reach::nothing(self.model)),
        };
        section.nothing(look, width, &fill)
    }
}
