use std::collections::BTreeMap;

use super::{Filter, Model, Selection, Sort};
use crate::tui::{
    listing::{ListId, Listing, RowId},
    theme::Glyphs,
};

/// Where the operator is in each list, and how it is shown.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lists(BTreeMap<ListId, ListState>);

/// Selection, filter and order of one list.
#[derive(Debug, Clone, Default)]
pub(crate) struct ListState {
    pub(crate) selection: Selection<RowId>,
    pub(crate) filter: Filter,
    pub(crate) sort: Option<Sort>,
}

impl Lists {
    pub(crate) fn selection(&self, list: ListId) -> Option<&RowId> {
        self.0.get(&list)?.selection.key()
    }

    /// The filter of a list, where it hides something.
    pub(crate) fn filter(&self, list: ListId) -> Option<&Filter> {
        self.0
            .get(&list)
            .map(|state| &state.filter)
            .filter(|filter| !filter.is_empty())
    }

    /// Why what is typed as a list's filter is no regular expression, if so.
    pub(crate) fn fault(&self, list: ListId) -> Option<&str> {
        self.0.get(&list)?.filter.fault()
    }

    pub(crate) fn sort(&self, list: ListId) -> Option<Sort> {
        self.0.get(&list)?.sort
    }

    pub(crate) fn state(&mut self, list: ListId) -> &mut ListState {
        self.0.entry(list).or_default()
    }
}

impl Model {
    /// The rows of a list that are shown, in the order in which they are.
    pub(crate) fn listing(&self, list: ListId) -> Listing<'_> {
        let mut listing = list.rows(self);
        listing.keep_within(self.range);
        if let Some(filter) = self.lists.filter(list) {
            listing.rows.retain(|row| {
                let texts: Vec<_> = row.values.iter().map(|value| value.written(&Glyphs::ASCII)).collect();
                filter.shows(&texts)
            });
        }
        if let Some(sort) = self.lists.sort(list) {
            sort.apply(&mut listing.rows);
        }
        listing
    }

    /// Where the selected row of a list stands, if one was ever chosen.
    pub(crate) fn selected(&self, list: ListId, rows: &[RowId]) -> Option<usize> {
        self.lists.0.get(&list)?.selection.chosen(rows)
    }

    /// The selected row of the list that has the focus.
    pub(crate) fn selected_in_focus(&self, list: ListId) -> Option<RowId> {
        if self.focused_list() != Some(list) {
            return None;
        }
        let ids = self.listing(list).ids();
        ids.get(self.selected(list, &ids)?).cloned()
    }

    /// Lets selections follow their rows, after the rows or a filter changed.
    pub(crate) fn settle(&mut self) {
        let touched: Vec<ListId> = self.lists.0.keys().copied().collect();
        for list in touched {
            if self.lists.selection(list).is_some() {
                let ids = self.listing(list).ids();
                self.lists.state(list).selection.follow(&ids);
            }
        }
    }
}
