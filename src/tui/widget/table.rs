mod column;

use ratatui::{
    buffer::Buffer,
    layout::Rect,
    style::Style,
    text::{Line, Span},
};
use unicode_width::UnicodeWidthStr;

pub(crate) use column::Column;
use column::{GAP, Tone, widths};

use super::cut;
use crate::tui::{
    listing::{Entry, Listing},
    model::Sort,
    theme::{Concern, Look},
};

/// The rows of a list under its columns, with a selected one.
#[derive(Debug)]
pub(crate) struct Table<'a> {
    pub(crate) listing: &'a Listing<'a>,
    pub(crate) selected: Option<usize>,
    pub(crate) sort: Option<Sort>,
    /// Every cell is dimmed: the values are old.
    pub(crate) stale: bool,
    /// Rows begin with a cursor and a sign.
    pub(crate) signs: bool,
}

/// Cursor, sign, and a blank.
const HEAD: usize = 3;
/// Lists up to this length have columns of one width on every page. In longer ones each page has its own: writing
/// thousands of cells to measure them would be felt with every key.
const MEASURED_WHOLE: usize = 256;

impl Table<'_> {
    /// Draws a line of titles and the page of rows that holds the selected one.
    ///
    /// Pages turn whole, so that moving the cursor inside one sends two rows and not all of them.
    pub(crate) fn render(&self, look: &Look, area: Rect, buf: &mut Buffer) {
        let rows = &self.listing.rows;
        let height = usize::from(area.height).saturating_sub(1);
        // Where not all rows fit, the last line says how many are out of sight.
        let visible = if rows.len() > height {
            height.saturating_sub(1)
        } else {
            height
        };
        let first = first_of_page(self.selected.unwrap_or(0), rows.len(), visible);
        let page = rows.get(first..(first + visible).min(rows.len())).unwrap_or_default();
        let measured = if rows.len() > MEASURED_WHOLE { page } else { rows };
        let natural = self.natural_widths(measured, look);
        let room = usize::from(area.width).saturating_sub(self.head());
        let widths = widths(self.listing.columns, &natural, room);
        let mut lines = area.rows();
        if let Some(line) = lines.next() {
            self.titles(&widths, look).render_at(line, buf);
        }
        for ((index, row), line) in page.iter().enumerate().zip(lines.by_ref()) {
            let is_selected = self.selected == Some(first + index);
            self.row(row, &widths, is_selected, look).render_at(line, buf);
        }
        if let Some(line) = lines.next().filter(|_| visible < rows.len()) {
            let hidden = [(rows.len().saturating_sub(first + visible), "below"), (first, "above")];
            let words = hidden
                .iter()
                .filter(|(count, _)| *count > 0)
                .map(|(count, side)| format!("{count} more {side}"));
            let text = " ".repeat(self.head()) + &words.collect::<Vec<_>>().join(", ");
            Drawn(Line::from(Span::styled(text, look.dim))).render_at(line, buf);
        }
    }

    /// Width of the widest cell of each column, or of its title.
    fn natural_widths(&self, rows: &[Entry<'_>], look: &Look) -> Vec<usize> {
        let columns = self.listing.columns.iter().enumerate();
        let widths = columns.map(|(index, column)| {
            let cells = rows.iter().filter_map(|row| row.values.get(index));
            let widest = cells.map(|value| value.written(&look.glyphs).width()).max();
            let title = column.title.width() + if self.is_sorted_by(index) { 2 } else { 0 };
            widest.unwrap_or(0).max(title)
        });
        widths.collect()
    }

    fn is_sorted_by(&self, index: usize) -> bool {
        self.sort.is_some_and(|sort| sort.column == index)
    }

    fn titles(&self, widths: &[Option<usize>], look: &Look) -> Drawn {
        let mut spans = vec![Span::raw(" ".repeat(self.head()))];
        for (index, (column, width)) in self.listing.columns.iter().zip(widths).enumerate() {
            if let Some(width) = width {
                let title = match self.sort.filter(|sort| sort.column == index) {
                    Some(sort) if sort.descending => format!("{} {}", column.title, look.glyphs.falling),
                    Some(_) => format!("{} {}", column.title, look.glyphs.rising),
                    None => column.title.to_owned(),
                };
                spans.extend(padded(&title, look.dim, column.right, *width, look));
            }
        }
        Drawn(Line::from(spans))
    }

    fn row(&self, row: &Entry<'_>, widths: &[Option<usize>], selected: bool, look: &Look) -> Drawn {
        let mut spans = Vec::new();
        if self.signs {
            let cursor = if selected { look.glyphs.cursor } else { " " };
            // A row without concern bears no sign: those that have one stand out.
            let sign = match row.concern {
                Concern::Good => " ",
                concern => look.glyphs.of(concern),
            };
            let judged = self.style(Tone::Judged, row.concern, look);
            spans.extend([
                Span::styled(cursor, look.accent),
                Span::styled(sign, judged),
                Span::raw(" "),
            ]);
        }
        let columns = self.listing.columns.iter().zip(widths).zip(&row.values);
        for (index, ((column, width), value)) in columns.enumerate() {
            if let Some(width) = width {
                let style = self.style(column.tone, row.concern, look);
                // The first cell alone is marked: a whole row in reverse would be sent whole.
                let style = if selected && index == 0 {
                    style.patch(look.selected)
                } else {
                    style
                };
                spans.extend(padded(&value.written(&look.glyphs), style, column.right, *width, look));
            }
        }
        Drawn(Line::from(spans).style(look.row))
    }

    const fn head(&self) -> usize {
        if self.signs { HEAD } else { 0 }
    }

    fn style(&self, tone: Tone, concern: Concern, look: &Look) -> Style {
        match tone {
            _ if self.stale => look.dim,
            Tone::Plain => Style::new(),
            Tone::Dim => look.dim,
            Tone::Judged => look.of(concern),
        }
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
pub(crate) fn first_of_page(row: usize, total: usize, visible: usize) -> usize {
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
