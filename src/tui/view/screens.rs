//! How each screen divides its room among its panes, where there is room for more than one.

mod stack;
mod stacked;
mod wants;

use ratatui::layout::{Constraint, Layout, Rect};

use crate::tui::model::{Model, Pane, ScreenId};

/// The panes of a screen and where each stands.
pub(super) fn areas(model: &Model, body: Rect) -> Vec<(Pane, Rect)> {
    let columns = match model.screen {
        ScreenId::Data | ScreenId::Training | ScreenId::System => return stacked::areas(model, body),
        ScreenId::Drift => [Constraint::Percentage(60), Constraint::Fill(1)],
        ScreenId::Overview | ScreenId::Model | ScreenId::Logs => [Constraint::Percentage(40), Constraint::Fill(1)],
    };
    let panes = model.panes();
    let rows = vec![Constraint::Fill(1); panes.len().div_ceil(2)];
    let rows = Layout::vertical(rows).split(body);
    let cells = rows
        .iter()
        .flat_map(|row| row.layout::<2>(&Layout::horizontal(columns)));
    panes.iter().copied().zip(cells).collect()
}
