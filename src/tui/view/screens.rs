//! How each screen divides its room among its panes, where there is room for more than one.

mod drift;
mod model;
mod stack;
mod stacked;
mod wants;

use ratatui::layout::{Constraint, Layout, Rect};

use crate::tui::model::{Model, Pane, ScreenId};

/// The panes of the screen and where each stands; none where they have too little room to stand beside each other.
pub(super) fn areas(model: &Model, body: Rect) -> Option<Vec<(Pane, Rect)>> {
    let panes = model.panes();
    let cells = match model.screen {
        ScreenId::Data | ScreenId::Training | ScreenId::System => return Some(stacked::areas(model, body)),
        ScreenId::Model => model::cells(body)?,
        ScreenId::Drift => drift::cells(model, body)?,
        ScreenId::Overview | ScreenId::Logs => in_twos(40, panes, body),
    };
    Some(panes.iter().copied().zip(cells).collect())
}

/// Two in a row, the left one with so many hundredths of the width.
fn in_twos(left: u16, panes: &[Pane], body: Rect) -> Vec<Rect> {
    let columns = [Constraint::Percentage(left), Constraint::Fill(1)];
    let rows = vec![Constraint::Fill(1); panes.len().div_ceil(2)];
    let rows = Layout::vertical(rows).split(body);
    rows.iter()
        .flat_map(|row| row.layout::<2>(&Layout::horizontal(columns)))
        .collect()
}
