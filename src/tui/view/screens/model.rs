use ratatui::layout::{Constraint, Layout, Rect};

/// From here on three panes stand side by side where three do not fit above each other.
const WIDE: u16 = 170;
/// Rows for three panes above each other, and for two.
const HIGH: u16 = 33;
const LOW: u16 = 24;
/// From here on no pane need be spare with its room.
const ROOMY: u16 = 45;
/// Columns of the table of scores with its frame.
const SCORES: u16 = 75;

/// The six panes in reading order; none where they have too little room to be read beside each other.
pub(super) fn cells(body: Rect) -> Option<Vec<Rect>> {
    if body.height >= HIGH {
        return Some(two_columns(body));
    }
    (body.width >= WIDE && body.height >= LOW).then(|| three_columns(body))
}

fn two_columns(body: Rect) -> Vec<Rect> {
    let left = Constraint::Length(SCORES.min(body.width / 8 * 5));
    let [left, right] = body.layout(&Layout::horizontal([left, Constraint::Fill(1)]));
    let is_roomy = body.height >= ROOMY;
    let [scores, candidates] = if is_roomy { [18, 17] } else { [16, 14] };
    let rest = Constraint::Fill(1);
    let [scores, candidates, fixtures] = left.layout(&Layout::vertical([
        Constraint::Length(scores),
        Constraint::Length(candidates),
        rest,
    ]));
    let reliability = if is_roomy { rest } else { Constraint::Length(13) };
    let [history, reliability, distances] =
        right.layout(&Layout::vertical([rest, reliability, Constraint::Length(12)]));
    vec![scores, history, candidates, reliability, fixtures, distances]
}

fn three_columns(body: Rect) -> Vec<Rect> {
    let columns = [Constraint::Length(SCORES), Constraint::Fill(1), Constraint::Fill(1)];
    let [above, below] = body.layout(&Layout::vertical([Constraint::Fill(1); 2]));
    let [above, below] = [above, below].map(|row| row.layout::<3>(&Layout::horizontal(columns)));
    above.into_iter().chain(below).collect()
}
