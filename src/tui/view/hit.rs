//! What lies under the mouse.

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
    style::{Color, Style},
};

use super::{
    layout::{Arrangement, arrangement, log_areas, measuring_look, parts},
    pane::{self, Detail},
    panes,
};
use crate::tui::{
    listing::RowId,
    logging::LineId,
    model::{Model, Pane, ScreenId},
    theme::Look,
    widget::first_of_page,
};

/// What lies under a place of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Hit {
    Pane(Pane),
    /// A row of the pane's list.
    Row(Pane, RowId),
    LogLine(LineId),
}

/// No theme has it: cells of this colour belong to rows.
const ROW: Color = Color::Rgb(1, 2, 3);

/// What lies under a place; none outside of panes and log lines.
pub(crate) fn hit(model: &Model, column: u16, row: u16) -> Option<Hit> {
    let place = Position::new(column, row);
    let body = parts(model, Rect::from((Position::ORIGIN, model.size)))?.body;
    if model.screen == ScreenId::Logs {
        let [_, lines, _] = log_areas(body);
        let index = usize::from(row.checked_sub(lines.y)?);
        let page = model.logs.page(usize::from(lines.height));
        let line = page.get(index).filter(|_| lines.contains(place))?;
        return Some(Hit::LogLine(line.id));
    }
    let mut look = measuring_look();
    look.row = Style::new().bg(ROW);
    let (pane, area, detail) = match arrangement(model, body) {
        Arrangement::Zoomed(area) => (model.focus(), area, Detail::Zoomed),
        Arrangement::Grid(areas) => {
            let (pane, area) = areas.into_iter().find(|(_, area)| area.contains(place))?;
            (pane, area, Detail::Pane)
        }
        Arrangement::Column { lines, .. } if lines.contains(place) => {
            let index = usize::from(row - lines.y);
            let (pane, _) = panes::by_concern(model, &look).into_iter().nth(index)?;
            return Some(Hit::Pane(pane));
        }
        Arrangement::Column { open, .. } => (model.focus(), open, Detail::Pane),
    };
    if !area.contains(place) {
        return None;
    }
    let id = row_at(pane, model, &look, detail, area, row);
    Some(id.map_or(Hit::Pane(pane), |id| Hit::Row(pane, id)))
}

/// The row that is drawn on a line of the screen. The pane is drawn as the operator sees it, with its rows marked: whatever
/// a pane puts above or below its list, this is where they are.
fn row_at(pane: Pane, model: &Model, look: &Look, detail: Detail, area: Rect, line: u16) -> Option<RowId> {
    let list = pane.list()?;
    let mut buf = Buffer::empty(Rect::from((Position::ORIGIN, model.size)));
    pane::render(pane, model, look, detail, area, &mut buf);
    let is_row = |y: &u16| (area.left()..area.right()).any(|x| buf.cell((x, *y)).is_some_and(|cell| cell.bg == ROW));
    let lines: Vec<u16> = (area.top()..area.bottom()).filter(is_row).collect();
    let index = lines.iter().position(|y| *y == line)?;
    let ids = model.listing(list).ids();
    let selected = model.selected(list, &ids).unwrap_or(0);
    let first = first_of_page(selected, ids.len(), lines.len());
    ids.into_iter().nth(first + index)
}
