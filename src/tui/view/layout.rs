//! Where everything stands. `update` asks it too, to know how far a page reaches.

use ratatui::layout::{Constraint, Layout, Rect};
use touchline::config::ThemeName;

use super::{banner, help, messages, popup, screens};
use crate::tui::{
    model::{Model, Overlay, Pane},
    terminal::{Capabilities, ColorLevel},
    theme::Look,
};

/// Below it nothing but the worst can be told.
pub(super) const LEAST: (u16, u16) = (60, 15);
/// From here on panes stand side by side.
const GRID: (u16, u16) = (100, 24);

/// The rows of the screen from top to bottom.
pub(super) struct Parts {
    pub(super) header: Rect,
    pub(super) banner: Option<Rect>,
    pub(super) body: Rect,
    pub(super) status: Rect,
    pub(super) footer: Rect,
}

/// Divides the screen; none where it is too small.
pub(super) fn parts(model: &Model, area: Rect) -> Option<Parts> {
    if area.width < LEAST.0 || area.height < LEAST.1 {
        return None;
    }
    let banner = u16::from(banner::text(model).is_some());
    let rows = [1, banner, area.height.saturating_sub(3 + banner), 1, 1].map(Constraint::Length);
    let [header, banner_area, body, status, footer] = area.layout(&Layout::vertical(rows));
    Some(Parts {
        header,
        banner: (banner > 0).then_some(banner_area),
        body,
        status,
        footer,
    })
}

/// How a screen shows its panes.
pub(super) enum Arrangement {
    /// One of them alone.
    Zoomed(Rect),
    /// Side by side.
    Grid(Vec<(Pane, Rect)>),
    /// A line for each, and the one that has the focus below.
    Column { lines: Rect, open: Rect },
}

pub(super) fn arrangement(model: &Model, body: Rect) -> Arrangement {
    if model.zoomed {
        return Arrangement::Zoomed(body);
    }
    let panes = model.panes();
    let is_wide = body.width >= GRID.0 && body.height + 3 >= GRID.1;
    if let Some(areas) = is_wide.then(|| screens::areas(model, body)).flatten() {
        return Arrangement::Grid(areas);
    }
    let lines = u16::try_from(panes.len()).unwrap_or(u16::MAX);
    let [lines, open] = body.layout(&Layout::vertical([Constraint::Length(lines), Constraint::Fill(1)]));
    Arrangement::Column { lines, open }
}

/// Rows of the list in the pane that has the focus.
pub(crate) fn list_rows(model: &Model) -> usize {
    let Some(parts) = parts(model, Rect::from((ratatui::layout::Position::ORIGIN, model.size))) else {
        return 1;
    };
    let pane = match arrangement(model, parts.body) {
        Arrangement::Zoomed(area) => area,
        Arrangement::Column { open, .. } => open,
        Arrangement::Grid(areas) => {
            let focused = areas.into_iter().find(|(pane, _)| *pane == model.focus());
            focused.map_or(Rect::ZERO, |(_, area)| area)
        }
    };
    // Two frame lines, the titles, what is out of sight, and the sentence at the foot.
    usize::from(pane.height.saturating_sub(5)).max(1)
}

/// Rows of the Logs screen that hold lines.
pub(crate) fn log_rows(model: &Model) -> usize {
    let area = Rect::from((ratatui::layout::Position::ORIGIN, model.size));
    parts(model, area)
        .map_or(1, |parts| usize::from(log_areas(parts.body)[1].height))
        .max(1)
}

/// Title, lines, and the whole text of the line under the cursor.
pub(super) fn log_areas(body: Rect) -> [Rect; 3] {
    body.layout(&Layout::vertical([
        Constraint::Length(1),
        Constraint::Fill(1),
        Constraint::Length(3),
    ]))
}

/// Rows that an open text shows, and how many it has.
pub(crate) fn text_rows(model: &Model) -> (usize, usize) {
    let area = Rect::from((ratatui::layout::Position::ORIGIN, model.size));
    let body = parts(model, area).map_or(area, |parts| parts.body);
    let inner = popup::text_area(body);
    let (look, width) = (measuring_look(), usize::from(inner.width));
    let lines = match &model.overlay {
        Some(Overlay::Help(open)) => help::lines(model, &look, width, open.wanted.value()),
        _ => messages::lines(model, &look, width),
    };
    (usize::from(inner.height).max(1), lines.len())
}

/// Every sign is one column wide in every look, so any look breaks lines and divides panes alike.
pub(super) fn measuring_look() -> Look {
    let plain = Capabilities {
        colors: ColorLevel::None,
        ascii: true,
    };
    Look::new(ThemeName::Dark, plain)
}
