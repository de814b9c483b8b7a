use ratatui::layout::{Constraint, Layout, Rect};

/// From here on three panes stand side by side.
const WIDE: u16 = 170;
/// Rows for three panes above each other.
const HIGH: u16 = 33;
/// Rows for two.
const LOW: u16 = 24;

/// The six panes in reading order; none where they have too little room to be read side by side.
pub(super) fn cells(body: Rect) -> Option<Vec<Rect>> {
    if body.width >= WIDE && body.height >= LOW {
        let columns = [Constraint::Length(76), Constraint::Fill(1), Constraint::Length(56)];
        let rows = [Constraint::Fill(1), Constraint::Length(16)];
        return Some(grid(body, &columns, &rows));
    }
    if body.height < HIGH {
        return None;
    }
    let [left, right] = body.layout(&Layout::horizontal([Constraint::Percentage(61), Constraint::Fill(1)]));
    let left: [Rect; 3] = left.layout(&Layout::vertical([
        Constraint::Fill(1),
        Constraint::Length(13),
        Constraint::Length(6),
    ]));
    let right: [Rect; 3] = right.layout(&Layout::vertical([
        Constraint::Fill(1),
        Constraint::Length(15),
        Constraint::Length(13),
    ]));
    Some(
        left.into_iter()
            .zip(right)
            .flat_map(|(left, right)| [left, right])
            .collect(),
    )
}

fn grid(body: Rect, columns: &[Constraint], rows: &[Constraint]) -> Vec<Rect> {
    let rows = Layout::vertical(rows).split(body);
    rows.iter()
        .flat_map(|row| Layout::horizontal(columns).split(*row).to_vec())
        .collect()
}
