//! What is wrong with the data, and how much was looked at to say so.

use ratatui::{
    buffer::Buffer,
    layout::Rect,
    text::{Line, Span},
};
use touchline::{domain::Severity, engine::DataQuality};

use super::{
    brief::{Brief, counts},
    facts::Facts,
    list_pane::ListPane,
    pane::{put, short_prose},
    section::Section,
};
use crate::tui::{
    listing::ListId,
    model::Model,
    theme::{Concern, Look},
};

pub(super) fn brief(model: &Model, look: &Look) -> Brief {
    Section::of(&model.snapshot.sections.data_quality, model).brief(|quality| {
        let of = |severity| quality.findings.iter().filter(|row| row.severity == severity).count();
        let (critical, warning) = (of(Severity::Critical), of(Severity::Warning));
        let judged = quality.judged();
        let found = counts(&[(critical, "critical"), (warning, "warning")], look);
        let dot = look.glyphs.dot;
        match (critical, warning, judged) {
            (0, 0, 0) => Brief::new(Concern::Unknown, "nothing judged yet"),
            (0, 0, _) => Brief::new(Concern::Good, format!("sound {dot} {judged} checks")),
            (0, _, _) => Brief::new(Concern::Warn, format!("{found} {dot} {judged} checks")),
            _ => Brief::new(Concern::Bad, format!("{found} {dot} {judged} checks")),
        }
    })
}

pub(super) fn render(model: &Model, look: &Look, area: Rect, buf: &mut Buffer) {
    let pane = ListPane::of(ListId::Findings, model);
    let width = usize::from(area.width);
    let quality = model.snapshot.sections.data_quality.value.as_ref();
    if quality.is_some_and(|quality| quality.checks.is_empty() && quality.findings.is_empty()) {
        let text = "Nothing was judged yet: there is no data to judge.";
        put(&short_prose(text, look.dim, width, 2, look), look, area, buf);
        return;
    }
    let mut below = Vec::new();
    if let Some(quality) = quality {
        let most = pane.spare(area, 2);
        below.extend(chosen(quality, &pane, look, width, most));
        below.extend(judged(quality, look, width, most.saturating_sub(below.len())));
    }
    pane.render(&below, look, area, buf);
}

/// The sentence of the selected finding, else of the gravest, in full.
fn chosen(quality: &DataQuality, pane: &ListPane<'_>, look: &Look, width: usize, most: usize) -> Vec<Line<'static>> {
    let id = pane.current();
    let found = quality
        .findings
        .iter()
        .find(|row| id.is_some_and(|id| id.is(&format!("{} {}", row.rule, row.subject()))));
    found.map_or_else(Vec::new, |row| {
        let mut facts = Facts::new(look);
        let place = Some(row.subject()).filter(|subject| !subject.is_empty());
        let place = place.map_or_else(String::new, |place| format!("{place}: "));
        facts.say("why", format!("{place}{}", row.sentence));
        facts.lines(width, most)
    })
}

/// How much each rule judged; in few lines the sum.
fn judged(quality: &DataQuality, look: &Look, width: usize, most: usize) -> Vec<Line<'static>> {
    let sum = format!(
        "{} checks by {} rules judged, {} know too little to be",
        quality.judged(),
        quality.checks.len(),
        quality.insufficient()
    );
    if quality.checks.is_empty() || most <= quality.checks.len() {
        return short_prose(&sum, look.dim, width, most.min(2), look);
    }
    let rule = |check: &touchline::engine::QualityCheck| {
        let too_little = match check.insufficient {
            0 => String::new(),
            few => format!(", {few} know too little"),
        };
        let text = format!("  {:<17}{:>6} judged{too_little}", check.rule.as_str(), check.judged);
        Line::from(Span::styled(text, look.dim))
    };
    let sum = Line::from(Span::styled(sum, look.dim));
    std::iter::once(sum).chain(quality.checks.iter().map(rule)).collect()
}
