use crate::tui::{
    action::ActionId,
    model::{Model, Sort},
    view::list_rows,
};

/// Moves the selection of the list that has the focus.
pub(super) fn perform(model: &mut Model, id: ActionId) {
    let page = isize::try_from(list_rows(model).max(1)).unwrap_or(isize::MAX);
    let half = (page / 2).max(1);
    match id {
        ActionId::Up => step(model, -1),
        ActionId::Down => step(model, 1),
        ActionId::HalfPageUp => step(model, -half),
        ActionId::HalfPageDown => step(model, half),
        ActionId::PageUp => step(model, -page),
        ActionId::PageDown => step(model, page),
        ActionId::First => select(model, 0),
        ActionId::Last => select(model, usize::MAX),
        ActionId::Sort => sort(model),
        ActionId::SortBackwards => sort_backwards(model),
        _ => {}
    }
}

/// Moves by rows.
pub(super) fn step(model: &mut Model, by: isize) {
    let Some(list) = model.focused_list() else { return };
    let ids = model.listing(list).ids();
    model.lists.state(list).selection.step(&ids, by);
}

fn select(model: &mut Model, index: usize) {
    let Some(list) = model.focused_list() else { return };
    let ids = model.listing(list).ids();
    model.lists.state(list).selection.select(&ids, index);
}

/// By the next column, and after the last one by concern again.
fn sort(model: &mut Model) {
    let Some(list) = model.focused_list() else { return };
    let columns = model.listing(list).columns.len();
    let sort = &mut model.lists.state(list).sort;
    let column = sort.map_or(0, |sort| sort.column + 1);
    *sort = (column < columns).then_some(Sort {
        column,
        descending: false,
    });
    model.settle();
}

fn sort_backwards(model: &mut Model) {
    let Some(list) = model.focused_list() else { return };
    if let Some(sort) = &mut model.lists.state(list).sort {
        sort.descending = !sort.descending;
    }
    model.settle();
}
