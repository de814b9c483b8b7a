/// How a column's cells are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    Plain,
    /// It only helps.
    Dim,
    /// As the row's concern is.
    Judged,
}

/// A column. Its width is that of its widest cell: numbers are never cut. Columns that do not fit are left out, the
/// least important first.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    /// In what is exported, as the snapshot names it.
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    pub(crate) right: bool,
    /// The column with the least is left out first.
    pub(crate) keep: u8,
    /// Text that may be cut down to this many columns of the screen.
    pub(crate) shrink_to: Option<usize>,
    pub(crate) tone: Tone,
    /// It holds the time of the row, by which a range leaves rows out.
    pub(crate) dated: bool,
}

impl Column {
    pub(crate) const fn text(name: &'static str, title: &'static str, keep: u8) -> Self {
        Self {
            name,
            title,
            right: false,
            keep,
            shrink_to: None,
            tone: Tone::Plain,
            dated: false,
        }
    }

    pub(crate) const fn number(name: &'static str, title: &'static str, keep: u8) -> Self {
        Self {
            right: true,
            ..Self::text(name, title, keep)
        }
    }

    pub(crate) const fn prose(name: &'static str, title: &'static str, keep: u8, shrink_to: usize) -> Self {
        Self {
            shrink_to: Some(shrink_to),
            ..Self::text(name, title, keep)
        }
    }

    pub(crate) const fn dim(self) -> Self {
        Self {
            tone: Tone::Dim,
            ..self
        }
    }

    pub(crate) const fn dated(self) -> Self {
        Self { dated: true, ..self }
    }

    pub(crate) const fn judged(self) -> Self {
        Self {
            tone: Tone::Judged,
            ..self
        }
    }
}

/// Blanks between two columns.
pub(super) const GAP: usize = 2;

/// Widths of the columns that fit into `room`, of those they would like; none for one that is left out.
pub(super) fn widths(columns: &[Column], natural: &[usize], room: usize) -> Vec<Option<usize>> {
    let least = |column: &Column, natural: usize| column.shrink_to.map_or(natural, |least| least.min(natural));
    let mut kept = vec![true; columns.len()];
    let needed = |kept: &[bool]| {
        let live = columns.iter().zip(natural).zip(kept).filter(|(_, kept)| **kept);
        live.map(|((column, natural), _)| least(column, *natural) + GAP)
            .sum::<usize>()
    };
    // The last column needs no gap behind it.
    let room = room + GAP;
    while needed(&kept) > room {
        let live = columns.iter().zip(&mut kept).filter(|(_, kept)| **kept);
        let Some((_, dropped)) = live.min_by_key(|(column, _)| column.keep) else {
            break;
        };
        *dropped = false;
    }
    let mut spare = room.saturating_sub(needed(&kept));
    let grown = columns.iter().zip(natural).zip(&kept).map(|((column, natural), kept)| {
        let least = least(column, *natural);
        let extra = (natural - least).min(spare);
        kept.then(|| {
            spare -= extra;
            least + extra
        })
    });
    grown.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_go_and_numbers_stay_whole() {
        let columns = [
            Column::prose("league", "league", 9, 6),
            Column::number("n", "n", 5),
            Column::number("skill", "skill", 7),
            Column::text("verdict", "verdict", 8),
        ];
        let fit = |room| widths(&columns, &[17, 2, 6, 7], room);
        assert_eq!(fit(57), [Some(17), Some(2), Some(6), Some(7)]);
        assert_eq!(fit(33), [Some(12), Some(2), Some(6), Some(7)]);
        assert_eq!(fit(25), [Some(8), None, Some(6), Some(7)]);
        assert_eq!(fit(17), [Some(8), None, None, Some(7)]);
        assert_eq!(fit(0), [None, None, None, None]);
    }
}
