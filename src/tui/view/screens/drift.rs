use ratatui::layout::{Constraint, Layout, Rect};

use crate::tui::model::Pane;

/// Rows below which charts of an open league would be too low to be read beside each other.
const HIGH: u16 = 31;

/// The list over what is said of the selected league, or an open league; none where there is too little room for that.
pub(super) fn cells(panes: &[Pane], body: Rect) -> Option<Vec<Rect>> {
    let is_open = panes.contains(&Pane::Matches);
    if is_open && body.height < HIGH {
        return None;
    }
    let halves = [
        Constraint::Percentage(if is_open { 62 } else { 54 }),
        Constraint::Fill(1),
    ];
    let [above, below] = body.layout(&Layout::vertical(halves));
    let columns = Layout::horizontal([Constraint::Percentage(54), Constraint::Fill(1)]);
    if is_open {
        let [verdict, charts] = above.layout(&columns);
        let [cusum, paired] = charts.layout(&Layout::vertical([Constraint::Fill(1); 2]));
        return Some(vec![verdict, cusum, paired, below]);
    }
    let [verdict, cusum] = below.layout(&columns);
    Some(vec![above, verdict, cusum])
}
