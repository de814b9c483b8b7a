pub(super) mod changes;
pub(super) mod cusum;
mod evidence;
pub(super) mod matches;
pub(super) mod paired_loss;

use ratatui::{
    buffer::Buffer,
    layout::Rect,
    text::{Line, Span},
};
use touchline::{domain::Verdict, engine::LeagueDrift};

use super::{
    brief::Brief,
    pane::{prose, put},
    part::part,
    section::Section,
};
use crate::tui::{
    listing::ListId,
    model::Model,
    theme::{Concern, Look},
    widget::{Table, signed},
};

pub(super) fn brief(model: &Model) -> Brief {
    Section::of(&model.snapshot.sections.league_drift, model).brief(|_| match model.league_in_view() {
        Some(row) => {
            let text = format!("{} {}: {}", row.league, row.verdict, row.reason);
            let title = format!("{} {} {}", row.league, row.name, word(row.verdict));
            Brief::new(Concern::from(row.verdict), text).titled(title)
        }
        None => Brief::new(Concern::Unknown, "nothing settled yet"),
    })
}

const fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::High => "HIGH",
        other => other.as_str(),
    }
}

/// Why a league's verdict is what it is: the sentence, what it rests on, and every test.
pub(super) fn render(model: &Model, look: &Look, area: Rect, buf: &mut Buffer) {
    let section = Section::of(&model.snapshot.sections.league_drift, model);
    let pick = part(
        &section,
        |_| model.league_in_view(),
        ListId::Leagues.fill(),
        look,
        area,
        buf,
    );
    let Some((row, area)) = pick else { return };
    let width = usize::from(area.width);
    let mut lines = sentence(row, &section, look, width);
    lines.extend(prose(&grounds(row, look), look.dim, width));
    lines.extend(
        changes::sentences(row, model)
            .iter()
            .flat_map(|change| prose(change, look.dim, width)),
    );
    let rest = put(&lines, look, area, buf);
    let listing = evidence::listing(row);
    if rest.height < 3 || listing.rows.is_empty() {
        return;
    }
    let table = Table {
        listing: &listing,
        selected: None,
        sort: None,
        stale: section.is_stale(),
        signs: true,
    };
    table.render(look, rest, buf);
}

fn sentence(
    row: &LeagueDrift,
    section: &Section<'_, Vec<LeagueDrift>>,
    look: &Look,
    width: usize,
) -> Vec<Line<'static>> {
    let head = word(row.verdict);
    let mut lines = prose(&format!("{head}: {}", row.reason), section.style(look), width);
    // The word alone has the colour of the verdict.
    if let Some(first) = lines.first_mut() {
        let text = first.to_string();
        let rest = text.strip_prefix(head).unwrap_or(&text).to_owned();
        let style = section.concern_style(Concern::from(row.verdict), look);
        *first = Line::from(vec![Span::styled(head, style), Span::styled(rest, section.style(look))]);
    }
    lines
}

/// The matches that were judged, what is normal for them, and what they could show.
fn grounds(row: &LeagueDrift, look: &Look) -> String {
    let days = match (row.from, row.to) {
        (Some(from), Some(to)) => format!(" from {from} to {to}"),
        _ => String::new(),
    };
    let window = format!("{} matches{days}, {} without odds", row.matches, row.without_odds);
    let reference = row
        .reference
        .map(|mean| format!("reference {} of {} matches", signed(mean, 3), row.reference_matches));
    let power = row
        .smallest_detectable
        .map(|least| format!("could show an effect of {} or more", signed(least, 3)));
    let parts: Vec<String> = [Some(window), reference, power].into_iter().flatten().collect();
    parts.join(&format!(" {} ", look.glyphs.dot))
}
