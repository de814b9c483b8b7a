use ratatui::layout::{Constraint, Layout, Rect};

use crate::tui::{listing::ListId, model::Model};

/// Rows below which charts of an open league would be too low to be read beside each other.
const HIGH: u16 = 31;
/// Rows of the list beside those that hold leagues: two of its frame, one of titles.
const AROUND_LIST: usize = 3;

/// The list over what is said of the selected league, or an open league; none where there is too little room for that.
pub(super) fn cells(model: &Model, body: Rect) -> Option<Vec<Rect>> {
    if model.league.is_some() {
        return open_league(body);
    }
    // No more of the room than the list fills, and not more than half of it.
    let leagues = ListId::Leagues.rows(model).rows.len() + AROUND_LIST;
    let wanted = u16::try_from(leagues).unwrap_or(u16::MAX).max(body.height / 3);
    let list = Constraint::Length(wanted.min(body.height / 2));
    let [above, below] = body.layout(&Layout::vertical([list, Constraint::Fill(1)]));
    let [verdict, cusum] = below.layout(&columns());
    Some(vec![above, verdict, cusum])
}

fn open_league(body: Rect) -> Option<Vec<Rect>> {
    if body.height < HIGH {
        return None;
    }
    let [above, matches] = body.layout(&Layout::vertical([Constraint::Percentage(66), Constraint::Fill(1)]));
    let [verdict, charts] = above.layout(&columns());
    let [cusum, paired] = charts.layout(&Layout::vertical([Constraint::Fill(1); 2]));
    Some(vec![verdict, cusum, paired, matches])
}

fn columns() -> Layout {
    Layout::horizontal([Constraint::Percentage(54), Constraint::Fill(1)])
}
