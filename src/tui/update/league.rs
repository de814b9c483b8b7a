use std::time::Duration;

use touchline::{
    domain::{LeagueCode, SafeText},
    engine::{Fetched, LeagueDetail},
};

use crate::tui::{listing::ListId, message::Effect, model::Model};

/// Opens the league under the cursor, or the worst one where no row is selected.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    if model.focused_list() != Some(ListId::Leagues) {
        return Vec::new();
    }
    let Some(code) = model.league_in_view().map(|row| row.league.clone()) else {
        return Vec::new();
    };
    model.open_league(code);
    ask(model)
}

/// Asks for the matches of the open league, where they are not known as they stand now.
pub(super) fn ask(model: &mut Model) -> Vec<Effect> {
    model.take_question().map(Effect::LookInto).into_iter().collect()
}

/// The engine answered, or could not.
pub(super) fn answered(model: &mut Model, code: &LeagueCode, result: Result<LeagueDetail, SafeText>) {
    let now = model.now;
    model.take_detail(code, |before| match result {
        Ok(detail) => Fetched::fresh(detail, now, Duration::ZERO),
        // It is asked again with the next picture, whenever that comes.
        Err(reason) => Fetched {
            next_attempt: None,
            ..before.failed(reason, Duration::ZERO, now)
        },
    });
}
