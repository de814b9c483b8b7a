use crate::tui::{
    action::ActionId,
    model::{Model, Pane, Selection, row_keys},
    view::list_rows,
};

/// Moves the selection of the pane that has the focus.
pub(super) fn perform(model: &mut Model, id: ActionId) {
    let page = list_rows(model).max(1);
    match model.focus {
        Pane::Model => {}
        Pane::Drift => {
            let rows = row_keys(&model.drift_rows());
            move_by(&mut model.lists.drift.selection, &rows, id, page);
        }
        Pane::Data => {
            let rows = row_keys(&model.data_rows());
            move_by(&mut model.lists.data.selection, &rows, id, page);
        }
        Pane::Training => {
            let rows = row_keys(&model.run_rows());
            move_by(&mut model.lists.training.selection, &rows, id, page);
        }
    }
}

fn move_by<K: PartialEq + Clone>(selection: &mut Selection<K>, rows: &[K], id: ActionId, page: usize) {
    let page = isize::try_from(page).unwrap_or(isize::MAX);
    match id {
        ActionId::Up => selection.step(rows, -1),
        ActionId::Down => selection.step(rows, 1),
        ActionId::PageUp => selection.step(rows, -page),
        ActionId::PageDown => selection.step(rows, page),
        ActionId::First => selection.select(rows, 0),
        ActionId::Last => selection.select(rows, usize::MAX),
        _ => {}
    }
}
