use ratatui::{
    buffer::Buffer,
    layout::Rect,
    text::{Line, Span},
};

use super::{header::overall, layout::LEAST};
use crate::tui::{model::Model, theme::Look, widget::wrap};

/// A screen on which only the worst fits.
pub(super) fn render(model: &Model, look: &Look, area: Rect, buf: &mut Buffer) {
    let width = usize::from(area.width);
    let mut lines = vec![Line::from(overall(model, look))];
    lines.extend(
        wrap(model.snapshot.headline.as_str(), width)
            .into_iter()
            .map(Line::from),
    );
    let needed = format!(
        "{}x{} here, {}x{} needed; q quits",
        area.width, area.height, LEAST.0, LEAST.1
    );
    lines.extend(
        wrap(&needed, width)
            .into_iter()
            .map(|line| Line::from(Span::styled(line, look.dim))),
    );
    for (line, row) in lines.iter().zip(area.rows()) {
        buf.set_line(row.x, row.y, line, row.width);
    }
}
