use ratatui::{
    style::Style,
    text::{Line, Span},
};

use crate::tui::{
    listing::ListId,
    model::{Model, Pane, Range, Sort},
    theme::Look,
};

/// A pane's name, and what stands between its list and the whole of it: filter, order, range.
pub(super) fn line(pane: Pane, model: &Model, style: Style, look: &Look) -> Line<'static> {
    let mut title = vec![Span::styled(format!(" {} ", pane.title()), style)];
    if let Some(list) = pane.list() {
        let words = [filter(list, model), sort(list, model, look), older(list, model)];
        title.extend(words.into_iter().flatten().map(|word| Span::styled(word, look.accent)));
    }
    Line::from(title)
}

fn filter(list: ListId, model: &Model) -> Option<String> {
    model
        .lists
        .filter(list)
        .map(|filter| format!("filter {} ", filter.text()))
}

fn sort(list: ListId, model: &Model, look: &Look) -> Option<String> {
    let Sort { column, descending } = model.lists.sort(list)?;
    let columns = list.rows(model).columns;
    let sign = if descending {
        look.glyphs.falling
    } else {
        look.glyphs.rising
    };
    Some(format!("by {} {sign} ", columns.get(column)?.title))
}

/// Rows that are left out are never left out in silence.
fn older(list: ListId, model: &Model) -> Option<String> {
    if model.range == Range::Season {
        return None;
    }
    let older = model.listing(list).older;
    (older > 0).then(|| format!("{}, {older} older ", model.range.title()))
}
