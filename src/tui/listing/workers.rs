use super::Listing;
use crate::tui::{model::Model, widget::Column};

static COLUMNS: [Column; 1] = [Column::text("workers", "workers", 9)];

/// Workers, those that live first.
pub(super) fn list(_model: &Model) -> Listing<'_> {
    Listing::new(&COLUMNS, std::iter::empty())
}
