mod about;

use ratatui::{buffer::Buffer, layout::Rect};
use touchline::domain::Verdict;

use super::{
    brief::{Brief, counts},
    list_pane::ListPane,
    pane::Detail,
    section::Section,
};
use crate::tui::{
    listing::ListId,
    model::Model,
    theme::{Concern, Look},
};

pub(super) fn brief(model: &Model, look: &Look) -> Brief {
    let section = Section::of(&model.snapshot.sections.league_drift, model);
    section.brief(|leagues| {
        let of = |verdict| leagues.iter().filter(|row| row.verdict == verdict).count();
        let all = [Verdict::High, Verdict::Elevated, Verdict::Normal, Verdict::Insufficient];
        let words = counts(&all.map(|verdict| (of(verdict), verdict.as_str())), look);
        // A league without enough matches is counted in words; the sign is about those that were judged.
        let judged = leagues.iter().filter(|row| row.verdict != Verdict::Insufficient);
        let worst = judged.map(|row| Concern::from(row.verdict)).max();
        let worst = worst.or_else(|| leagues.first().map(|_| Concern::Unknown));
        match worst {
            None => Brief::new(Concern::Unknown, "nothing settled yet"),
            Some(worst) => {
                let high: Vec<&str> = leagues
                    .iter()
                    .filter(|row| row.verdict == Verdict::High)
                    .map(|row| row.league.as_str())
                    .collect();
                let who = if high.is_empty() {
                    String::new()
                } else {
                    format!(" ({})", high.join(", "))
                };
                let text = words.replacen(" high", &format!(" high{who}"), 1);
                Brief::new(worst, text).titled(words)
            }
        }
    })
}

/// From here on the verdict of the selected league stands in a pane of its own.
const WITH_VERDICT: u16 = 96;

/// The list of the Drift screen.
pub(super) fn leagues(model: &Model, look: &Look, detail: Detail, area: Rect, buf: &mut Buffer) {
    if detail == Detail::Pane && area.width >= WITH_VERDICT {
        ListPane::of(ListId::Leagues, model).render(&[], look, area, buf);
    } else {
        render(model, look, detail, area, buf);
    }
}

pub(super) fn render(model: &Model, look: &Look, detail: Detail, area: Rect, buf: &mut Buffer) {
    let section = Section::of(&model.snapshot.sections.league_drift, model);
    let pane = ListPane::of(ListId::Leagues, model);
    let leagues = section.value.map(Vec::as_slice).unwrap_or_default();
    let current = pane.current();
    let current = leagues
        .iter()
        .find(|row| current.is_some_and(|id| id.is(row.league.as_str())));
    let spare = usize::from(area.height).saturating_sub(pane.len() + 1);
    let below = current.map_or_else(Vec::new, |row| {
        about::lines(row, &section, look, detail, usize::from(area.width), spare)
    });
    pane.render(&below, look, area, buf);
}
