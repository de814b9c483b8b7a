mod column;

use ratatui::{
    buffer::Buffer,
    layout::Rect,
    style::Style,
    text::{Line, Span},
};
use unicode_width::UnicodeWidthStr;

pub(crate) use column::Column;
use column::{GAP, widths};

use super::cut;
use crate::tui::theme::{Concern, Look};

/// A cell.
#[derive(Debug, Clone)]
pub(crate) struct Cell {
    pub(crate) text: String,
    pub(crate) style: Style,
}

impl Cell {
    pub(crate) fn new(text: impl Into<String>, style: Style) -> Self {
        Self {
            text: text.into(),
            style,
        }
    }
}

/// A row: a sign, then a cell for each column.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) sign: Span<'static>,
    pub(crate) cells: Vec<Cell>,
}

impl Row {
    /// A row that bears the sign of its concern, where there is one to bear.
    pub(crate) fn judged(concern: Concern, style: Style, cells: Vec<Cell>, look: &Look) -> Self {
        let sign = if concern > Concern::Good {
            look.glyphs.of(concern)
        } else {
            " "
        };
        Self {
            sign: Span::styled(sign, style),
            cells,
        }
    }
}

/// Rows under columns, with a selected one.
#[derive(Debug)]
pub(crate) struct Table<'a> {
    pub(crate) columns: &'a [Column],
    pub(crate) rows: Vec<Row>,
    pub(crate) selected: Option<usize>,
    /// Rows begin with a cursor and a sign.
    pub(crate) signs: bool,
}

/// Cursor, sign, and a blank.
const SIGN: usize = 3;

impl Table<'_> {
    /// Draws a line of titles and the page of rows that holds the selected one.
    ///
    /// Pages turn whole, so that moving the cursor inside one sends two rows and not all of them.
    pub(crate) fn render(&self, look: &Look, area: Rect, buf: &mut Buffer) {
        let natural: Vec<usize> = self
            .columns
            .iter()
            .enumerate()
            .map(|(index, column)| self.natural_width(index, column))
            .collect();
        let widths = widths(
            self.columns,
            &natural,
            usize::from(area.width).saturating_sub(self.head()),
        );
        let mut lines = area.rows();
        if let Some(line) = lines.next() {
            self.titles(&widths, look).render_at(line, buf);
        }
        let height = usize::from(area.height).saturating_sub(1);
        // Where not all rows fit, the last line says how many are out of sight.
        let visible = if self.rows.len() > height {
            height.saturating_sub(1)
        } else {
            height
        };
        let first = first_of_page(self.selected.unwrap_or(0), self.rows.len(), visible);
        for ((index, row), line) in self
            .rows
            .iter()
            .enumerate()
            .skip(first)
            .take(visible)
            .zip(lines.by_ref())
        {
            let is_selected = self.selected == Some(index);
            self.row(row, &widths, is_selected, look).render_at(line, buf);
        }
        if let Some(line) = lines.next().filter(|_| visible < self.rows.len()) {
            let hidden = [
                (self.rows.len().saturating_sub(first + visible), "below"),
                (first, "above"),
            ];
            let words = hidden
                .iter()
                .filter(|(count, _)| *count > 0)
                .map(|(count, side)| format!("{count} more {side}"));
            let text = " ".repeat(self.head()) + &words.collect::<Vec<_>>().join(", ");
            Drawn(Line::from(Span::styled(text, look.dim))).render_at(line, buf);
        }
    }

    /// Width of the widest cell, or of the title.
    fn natural_width(&self, index: usize, column: &Column) -> usize {
        let cells = self
            .rows
            .iter()
            .filter_map(|row| row.cells.get(index))
            .map(|cell| cell.text.width());
        cells.chain([column.title.width()]).max().unwrap_or(0)
    }

    fn titles(&self, widths: &[Option<usize>], look: &Look) -> Drawn {
        let mut spans = vec![Span::raw(" ".repeat(self.head()))];
        for (column, width) in self.columns.iter().zip(widths) {
            if let Some(width) = width {
                spans.extend(padded(column.title, look.dim, column.right, *width, look));
            }
        }
        Drawn(Line::from(spans))
    }

    fn row(&self, row: &Row, widths: &[Option<usize>], selected: bool, look: &Look) -> Drawn {
        let mut spans = Vec::new();
        if self.signs {
            let cursor = if selected { look.glyphs.cursor } else { " " };
            spans.extend([Span::styled(cursor, look.accent), row.sign.clone(), Span::raw(" ")]);
        }
        for (index, ((column, width), cell)) in self.columns.iter().zip(widths).zip(&row.cells).enumerate() {
            if let Some(width) = width {
                // The first cell alone is marked: a whole row in reverse would be sent whole.
                let style = if selected && index == 0 {
                    cell.style.patch(look.selected)
                } else {
                    cell.style
                };
                spans.extend(padded(&cell.text, style, column.right, *width, look));
            }
        }
        Drawn(Line::from(spans))
    }

    const fn head(&self) -> usize {
        if self.signs { SIGN } else { 0 }
    }
}

/// A line that is ready.
struct Drawn(Line<'static>);

impl Drawn {
    fn render_at(&self, area: Rect, buf: &mut Buffer) {
        buf.set_line(area.x, area.y, &self.0, area.width);
    }
}

fn padded(text: &str, style: Style, right: bool, width: usize, look: &Look) -> [Span<'static>; 3] {
    let text = cut(text, width, look.glyphs.ellipsis).into_owned();
    let blank = " ".repeat(width.saturating_sub(text.width()));
    let gap = " ".repeat(GAP);
    if right {
        [Span::raw(blank), Span::styled(text, style), Span::raw(gap)]
    } else {
        [Span::styled(text, style), Span::raw(blank), Span::raw(gap)]
    }
}

/// The first row of the page that holds a row.
fn first_of_page(row: usize, total: usize, visible: usize) -> usize {
    if visible == 0 {
        return row;
    }
    (row / visible * visible).min(total.saturating_sub(visible))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_turn_whole() {
        assert_eq!(
            [0, 4, 5, 9, 10, 11].map(|row| first_of_page(row, 12, 5)),
            [0, 0, 5, 5, 7, 7]
        );
        assert_eq!((first_of_page(3, 12, 0), first_of_page(2, 3, 5)), (3, 0));
    }
}
