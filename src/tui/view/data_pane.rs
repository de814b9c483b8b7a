use ratatui::{buffer::Buffer, layout::Rect, text::Line};
use touchline::{domain::FreshnessStatus, engine::SourceFreshness};

use super::{
    brief::{Brief, counts},
    list_pane::ListPane,
    pane::{Detail, prose, short_prose},
    section::Section,
};
use crate::tui::{
    listing::ListId,
    model::Model,
    theme::{Concern, Look},
    widget::duration,
};

pub(super) fn brief(model: &Model, look: &Look) -> Brief {
    let section = Section::of(&model.snapshot.sections.data_freshness, model);
    section.brief(|sources| {
        let of = |status| sources.iter().filter(|source| source.status == status).count();
        let all = [
            FreshnessStatus::Error,
            FreshnessStatus::Warn,
            FreshnessStatus::Never,
            FreshnessStatus::Pass,
            FreshnessStatus::Idle,
        ];
        let words = counts(&all.map(|status| (of(status), status.as_str())), look);
        match sources.iter().map(|source| Concern::from(source.status)).max() {
            None => Brief::new(Concern::Unknown, "nothing loaded"),
            Some(worst) => Brief::new(worst.max(Concern::Good), with_worst(&words, sources)).titled(words),
        }
    })
}

/// The counts, with the worst source named where one is in error.
fn with_worst(words: &str, sources: &[SourceFreshness]) -> String {
    let worst = sources.iter().find(|source| source.status == FreshnessStatus::Error);
    worst.map_or_else(
        || words.to_owned(),
        |source| {
            let overdue = source
                .overdue_s
                .map_or_else(String::new, |s| format!(", {} overdue", duration(s)));
            words.replacen(" error", &format!(" error ({}{overdue})", source.source), 1)
        },
    )
}

pub(super) fn render(model: &Model, look: &Look, detail: Detail, area: Rect, buf: &mut Buffer) {
    let sources = model
        .snapshot
        .sections
        .data_freshness
        .value
        .as_deref()
        .unwrap_or_default();
    let width = usize::from(area.width);
    let pane = ListPane::of(ListId::Sources, model);
    let spare = usize::from(area.height).saturating_sub(pane.len() + 2);
    let most = if detail == Detail::Zoomed { 4 } else { spare.clamp(1, 2) };
    let current = pane.current();
    let current = sources
        .iter()
        .find(|row| current.is_some_and(|id| id.is(row.source.as_str())));
    let mut below = current.map_or_else(Vec::new, |row| {
        short_prose(&format!("{}: {}", row.source, row.reason), look.dim, width, most, look)
    });
    let quality = model.snapshot.sections.data_quality.value.as_ref();
    let faults = quality.map_or(0, |quality| quality.findings.len());
    if pane.len() > 0 {
        below.extend(quarantine(sources, faults, look, width));
    }
    pane.render(&below, look, area, buf);
}

/// Rows that were put aside, of how many, and what is wrong with the data.
fn quarantine(sources: &[SourceFreshness], faults: usize, look: &Look, width: usize) -> Vec<Line<'static>> {
    // Results and odds of a league come from the same files: a row in quarantine is told by both, and counted once.
    let aside = distinct_leagues(sources, |source| source.quarantined);
    let rows = distinct_leagues(sources, |source| source.rows);
    let faults_told = if faults > 0 {
        format!(
            "{faults} fault{} in the data (see Data), ",
            if faults == 1 { "" } else { "s" }
        )
    } else {
        String::new()
    };
    let text = format!("{faults_told}{aside} rows in quarantine, {rows} matches loaded");
    let style = if aside > 0 || faults > 0 {
        look.of(Concern::Warn)
    } else {
        look.dim
    };
    prose(&text, style, width)
}

fn distinct_leagues(sources: &[SourceFreshness], count: fn(&SourceFreshness) -> u64) -> u64 {
    let mut most = std::collections::BTreeMap::new();
    for source in sources {
        let entry = most.entry(source.league.as_str()).or_insert(0);
        *entry = count(source).max(*entry);
    }
    most.values().sum()
}
