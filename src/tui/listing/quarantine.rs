use super::Listing;
use crate::tui::{model::Model, widget::Column};

static COLUMNS: [Column; 1] = [Column::text("quarantine", "quarantine", 9)];

/// Rows that were put aside, the latest first.
pub(super) fn list(_model: &Model) -> Listing<'_> {
    Listing::new(&COLUMNS, std::iter::empty())
}
