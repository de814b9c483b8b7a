use ratatui::{buffer::Buffer, layout::Rect};

use super::{pane::put, section::Section};
use crate::tui::theme::Look;

/// What a pane shows of its section, with the room that is left below the section's trouble. Where there is nothing to
/// show it says what would fill it.
pub(super) fn part<'a, T, P>(
    section: &Section<'a, T>,
    pick: impl FnOnce(&'a T) -> Option<P>,
    fill: &str,
    look: &Look,
    area: Rect,
    buf: &mut Buffer,
) -> Option<(P, Rect)> {
    let width = usize::from(area.width);
    let Some(part) = section.value.and_then(pick) else {
        put(&section.nothing(look, width, fill), look, area, buf);
        return None;
    };
    Some((part, put(&section.trouble(look, width, 1), look, area, buf)))
}
