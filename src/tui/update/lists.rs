use crate::tui::{action::ActionId, model::Model, view::list_rows};

/// Moves the selection of the list that has the focus.
pub(super) fn perform(model: &mut Model, id: ActionId) {
    let Some(list) = model.focused_list() else { return };
    let page = isize::try_from(list_rows(model).max(1)).unwrap_or(isize::MAX);
    let ids = model.listing(list).ids();
    let selection = &mut model.lists.state(list).selection;
    match id {
        ActionId::Up => selection.step(&ids, -1),
        ActionId::Down => selection.step(&ids, 1),
        ActionId::PageUp => selection.step(&ids, -page),
        ActionId::PageDown => selection.step(&ids, page),
        ActionId::First => selection.select(&ids, 0),
        ActionId::Last => selection.select(&ids, usize::MAX),
        _ => {}
    }
}
