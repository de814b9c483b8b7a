use ratatui::{
    buffer::Buffer,
    layout::Rect,
    style::Style,
    text::{Line, Span},
};

use super::Dots;
use crate::tui::theme::Look;

/// Draws an axis in the column before a plot, and labels before it, each with its share of the height. Where two would
/// stand in one row the first does.
pub(crate) fn left_of(
    plot: Rect,
    labels: impl Iterator<Item = (f64, String, Style)>,
    dots: &Dots,
    look: &Look,
    buf: &mut Buffer,
) {
    let axis = plot.x.saturating_sub(1);
    for row in plot.rows() {
        buf.set_string(axis, row.y, look.glyphs.border.vertical_left, look.frame);
    }
    let mut taken = Vec::new();
    for (up, text, style) in labels {
        let row = dots.row(up);
        if !taken.contains(&row) {
            taken.push(row);
            let label = Line::from(Span::styled(text, style));
            let width = u16::try_from(label.width()).unwrap_or(0);
            buf.set_line(axis.saturating_sub(width), row, &label, width);
        }
    }
}
