use crate::tui::listing::Entry;

/// The order of a list, where an operator asked for another one than by concern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sort {
    /// The column, from 0.
    pub(crate) column: usize,
    pub(crate) descending: bool,
}

impl Sort {
    /// Puts rows in order; equals stay as they stand, and what is not known stands last either way.
    pub(crate) fn apply(self, rows: &mut [Entry<'_>]) {
        rows.sort_by(|one, two| {
            let (Some(one), Some(two)) = (one.values.get(self.column), two.values.get(self.column)) else {
                return std::cmp::Ordering::Equal;
            };
            match (one.is_missing(), two.is_missing()) {
                (false, false) if self.descending => two.order(one),
                _ => one.order(two),
            }
        });
    }
}
