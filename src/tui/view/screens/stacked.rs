use ratatui::layout::{Constraint, Layout, Rect};

use super::stack::stack;
use crate::tui::model::{Model, Pane, ScreenId};

/// Lists that stand side by side need this many columns of the screen to keep theirs.
const WIDE: u16 = 160;
/// Rows in which four panes, one below the other, all show something.
const TALL: u16 = 30;

/// The panes of a screen of lists, each as high as what it has to say: below each other where that makes them wide, else in
/// two columns.
pub(super) fn areas(model: &Model, body: Rect) -> Vec<(Pane, Rect)> {
    let below_each_other = body.width < WIDE && body.height >= TALL;
    match model.screen {
        ScreenId::Training if below_each_other => training(model, body),
        ScreenId::Training => columns(
            model,
            &[Pane::Progress, Pane::Runs],
            &[Pane::Gate, Pane::Versions],
            body,
        ),
        _ if below_each_other => stack(model, model.panes(), body),
        ScreenId::Data => columns(
            model,
            &[Pane::Sources],
            &[Pane::Findings, Pane::Held, Pane::Quarantine],
            body,
        ),
        _ => columns(
            model,
            &[Pane::Alerts, Pane::Services],
            &[Pane::Workers, Pane::Audit],
            body,
        ),
    }
}

fn columns(model: &Model, left: &[Pane], right: &[Pane], body: Rect) -> Vec<(Pane, Rect)> {
    let [one, two] = halves(body);
    [stack(model, left, one), stack(model, right, two)].concat()
}

/// What happens and what was decided side by side, the lists below.
fn training(model: &Model, body: Rect) -> Vec<(Pane, Rect)> {
    let [top, lists] = body.layout(&Layout::vertical([Constraint::Percentage(50), Constraint::Fill(1)]));
    let [now, gate] = halves(top);
    let lists = stack(model, &[Pane::Runs, Pane::Versions], lists);
    [vec![(Pane::Progress, now), (Pane::Gate, gate)], lists].concat()
}

fn halves(area: Rect) -> [Rect; 2] {
    area.layout(&Layout::horizontal([Constraint::Percentage(50), Constraint::Fill(1)]))
}
