use ratatui::{buffer::Buffer, layout::Rect};
use touchline::engine::LeagueDrift;

use super::{
    brief::Brief,
    pane::{prose, put},
};
use crate::tui::{
    listing::ListId,
    model::Model,
    theme::{Concern, Look},
};

/// The selected league, else the worst.
fn league(model: &Model) -> Option<&LeagueDrift> {
    let listing = model.listing(ListId::Leagues);
    let ids = listing.ids();
    let id = ids.get(model.selected(ListId::Leagues, &ids).unwrap_or(0))?;
    let leagues = model.snapshot.sections.league_drift.value.as_deref()?;
    leagues.iter().find(|row| id.is(row.league.as_str()))
}

pub(super) fn brief(model: &Model) -> Brief {
    league(model).map_or_else(
        || Brief::new(Concern::Quiet, "none"),
        |row| Brief::new(Concern::from(row.verdict), format!("{} {}", row.league, row.verdict)),
    )
}

/// Why a league's verdict is what it is.
pub(super) fn render(model: &Model, look: &Look, area: Rect, buf: &mut Buffer) {
    if let Some(row) = league(model) {
        let lines = prose(row.reason.as_str(), look.dim, usize::from(area.width));
        put(&lines, look, area, buf);
    }
}
