/// A selected row, known by what it is and not by where it stands: a list that is sorted anew keeps its selection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Selection<K> {
    key: Option<K>,
    /// Where it stood when it was last seen, for when it is gone.
    index: usize,
}

impl<K> Default for Selection<K> {
    fn default() -> Self {
        Self { key: None, index: 0 }
    }
}

impl<K: PartialEq + Clone> Selection<K> {
    /// The selected key, if a row was ever chosen.
    pub(crate) const fn key(&self) -> Option<&K> {
        self.key.as_ref()
    }

    /// Where the selected row stands now; one that is gone hands over to its neighbour.
    pub(crate) fn index(&self, rows: &[K]) -> Option<usize> {
        let found = self.key.as_ref().and_then(|key| rows.iter().position(|row| row == key));
        found.or_else(|| rows.len().checked_sub(1).map(|last| self.index.min(last)))
    }

    /// Where the selected row stands, if one was ever chosen.
    pub(crate) fn chosen(&self, rows: &[K]) -> Option<usize> {
        self.key.as_ref().and_then(|_| self.index(rows))
    }

    /// Moves by rows, and stops at the ends.
    pub(crate) fn step(&mut self, rows: &[K], by: isize) {
        if let Some(index) = self.index(rows) {
            // The first move of an untouched list shows where the selection stands.
            let by = if self.key.is_none() && by.abs() == 1 { 0 } else { by };
            self.select(rows, index.saturating_add_signed(by));
        }
    }

    /// Selects a row, or the last one when there are not so many.
    pub(crate) fn select(&mut self, rows: &[K], index: usize) {
        let index = index.min(rows.len().saturating_sub(1));
        if let Some(row) = rows.get(index) {
            self.key = Some(row.clone());
            self.index = index;
        }
    }

    /// Remembers where the selected row stands, or lets it go when it is no more.
    pub(crate) fn follow(&mut self, rows: &[K]) {
        if self.key.is_some()
            && let Some(index) = self.index(rows)
        {
            self.select(rows, index);
        }
    }

    /// Nothing is selected.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn it_follows_its_row() {
        let mut selection = Selection::default();
        selection.select(&["E0", "E1", "E2"], 1);
        assert_eq!(selection.index(&["E2", "E0", "E1"]), Some(2));
        selection.follow(&["E2", "E0", "E1"]);
        assert_eq!(selection.index(&["E2", "E0"]), Some(1), "gone: its neighbour");
        assert_eq!(selection.index(&[]), None);
    }

    proptest! {
        #[test]
        fn it_is_always_inside(
            rows in proptest::collection::vec(0u8..20, 0..20),
            steps in proptest::collection::vec(-30isize..30, 0..20),
        ) {
            let mut selection = Selection::default();
            for step in steps {
                selection.step(&rows, step);
                prop_assert!(selection.index(&rows).is_none_or(|index| index < rows.len()));
                prop_assert_eq!(selection.index(&rows).is_none(), rows.is_empty());
            }
        }
    }
}
