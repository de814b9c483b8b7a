use ratatui::text::Line;
use touchline::engine::Training;

use crate::tui::{
    model::Model,
    theme::Look,
    view::facts::Facts,
    widget::{age, fixed},
};

/// Evidence that a challenger must have to be promoted by it.
const ASKED_FOR: u32 = 20;

/// The version that may become champion, and how it fares on live fixtures.
pub(super) fn lines(training: &Training, model: &Model, look: &Look, width: usize) -> Vec<Line<'static>> {
    let Some(challenger) = &training.challenger else {
        return Vec::new();
    };
    let mut facts = Facts::new(look);
    let judged = challenger.decision.as_ref().map_or_else(String::new, |decision| {
        let when = age(model.data_now(), decision.at);
        format!(", {} gate {when}", decision.decision.gate)
    });
    facts.say("challenger", format!("{}{judged}", challenger.version));
    let shadow = challenger.shadow.map_or_else(
        || "none yet: no live fixture that both forecast is over".to_owned(),
        |shadow| {
            format!(
                "e-value {} of {ASKED_FOR} asked for, n {} live matches",
                fixed(shadow.e_value, 1),
                shadow.n
            )
        },
    );
    facts.say("shadow", shadow);
    let mut lines = vec![Line::default()];
    lines.extend(facts.lines(width, 5));
    lines
}
