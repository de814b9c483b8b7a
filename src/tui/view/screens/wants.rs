use crate::tui::{
    model::{Model, Pane},
    view::section::standing,
};

/// Frame and column titles.
const AROUND: usize = 3;
/// A sentence that stands where no row is.
const SENTENCE: usize = 2;

/// Rows that a pane would fill, its frame included; where there is much room, with all that it knows.
pub(super) fn wants(pane: Pane, model: &Model, is_roomy: bool) -> u16 {
    let rows = match pane {
        Pane::Progress | Pane::Gate => AROUND + text(pane, model),
        Pane::Findings if is_roomy => AROUND + checks(model),
        _ => pane.list().map_or(0, |list| {
            // What is old says so in a line of its own.
            let around = AROUND + usize::from(standing(list, model).is_stale());
            match list.rows(model).rows.len() {
                0 => around + SENTENCE,
                rows => around + rows + text(pane, model),
            }
        }),
    };
    u16::try_from(rows).unwrap_or(u16::MAX)
}

/// Rows of text that a pane has below its list, or instead of one.
fn text(pane: Pane, model: &Model) -> usize {
    let training = model.snapshot.sections.training.value.as_ref();
    match pane {
        Pane::Progress if training.is_some_and(|training| training.running.is_some()) => 20,
        Pane::Gate => 18,
        Pane::Progress => 9,
        Pane::Services => 7,
        Pane::Sources => 6,
        Pane::Versions => 5,
        Pane::Alerts | Pane::Held => 4,
        Pane::Runs => 3,
        Pane::Findings | Pane::Audit => 2,
        Pane::Quarantine => 1,
        _ => 0,
    }
}

/// Findings, the sentence of one of them, and what each rule judged.
fn checks(model: &Model) -> usize {
    let quality = model.snapshot.sections.data_quality.value.as_ref();
    quality.map_or(SENTENCE, |quality| {
        quality.findings.len() + quality.checks.len() + SENTENCE + 1
    })
}
