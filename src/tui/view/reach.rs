//! What is said where a range leaves nothing to show.

use ratatui::text::{Line, Span};

use crate::tui::{
    action::ActionId,
    model::{Model, Range},
    theme::Look,
    widget::Series,
};

/// The sentence, with the key that shows more.
pub(super) fn nothing(model: &Model) -> String {
    let key = model.keymap.key_of(ActionId::RangeLonger);
    let farther = key.map_or_else(String::new, |key| format!("; {key} looks farther back"));
    format!("nothing in {}{farther}", model.range.words())
}

/// The sentence under a chart that has lost its points to the range.
pub(super) fn chart_note(series: &[Series<'_>], model: &Model, look: &Look) -> Option<Line<'static>> {
    let is_empty = series.iter().all(|series| series.points.is_empty());
    let is_told = is_empty && model.range != Range::Season;
    is_told.then(|| Line::from(Span::styled(nothing(model), look.dim)))
}
