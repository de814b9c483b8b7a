use super::Listing;
use crate::tui::{model::Model, widget::Column};

static COLUMNS: [Column; 1] = [Column::text("audit", "audit", 9)];

/// What operators have asked for, the latest first.
pub(super) fn list(_model: &Model) -> Listing<'_> {
    Listing::new(&COLUMNS, std::iter::empty())
}
