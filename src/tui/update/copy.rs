use touchline::domain::SafeText;

use crate::tui::{
    export::{cells, log_line},
    message::Effect,
    model::{Model, ScreenId, ToastLevel},
    terminal::Clipboard,
};

/// Hands the selected row, or the log line under the cursor, to the terminal's clipboard.
pub(super) fn copy(model: &mut Model) -> Vec<Effect> {
    let Some(cells) = chosen(model) else { return Vec::new() };
    let characters: usize = cells.iter().map(|cell| cell.as_str().chars().count()).sum();
    let characters = characters + cells.len().saturating_sub(1);
    if !Clipboard::takes(&cells) {
        let text = format!("{characters} characters are more than terminals take; e writes a file");
        model.toasts.tell(ToastLevel::Failed, text, model.now);
        return Vec::new();
    }
    // No answer comes: a terminal that refuses is silent, and one that was asked would answer as if keys were typed.
    let text = format!("sent to the terminal's clipboard ({characters} characters); some terminals ignore it");
    model.toasts.tell(ToastLevel::Note, text, model.now);
    vec![Effect::Copy(cells)]
}

fn chosen(model: &Model) -> Option<Vec<SafeText>> {
    if model.screen == ScreenId::Logs {
        return Some(vec![log_line(model.logs.current()?, &model.logs).into()]);
    }
    let list = model.focused_list()?;
    let id = model.selected_in_focus(list)?;
    let listing = model.listing(list);
    let row = listing.rows.iter().find(|row| row.id == id)?;
    Some(cells(row).into_iter().map(SafeText::from).collect())
}
