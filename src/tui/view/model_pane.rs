mod divergence;
mod history;
pub(super) mod scores;

use ratatui::{buffer::Buffer, layout::Rect};
use touchline::engine::{ModelHealth, Scores};

use super::{
    brief::Brief,
    pane::{prose, put},
    section::Section,
};
use crate::tui::{
    model::Model,
    theme::{Concern, Look},
    widget::{fixed, signed, standard_error},
};

const FILL: &str = "No champion and no settled prediction. `touchline import PATH` loads matches, r trains a model; \
                    `touchline demo` shows both on past seasons.";

pub(super) fn brief(model: &Model, look: &Look) -> Brief {
    let section = Section::of(&model.snapshot.sections.model_health, model);
    section.brief(|health| {
        let status = health.status.as_str().replace('_', " ");
        let text = health.scores.as_ref().map_or_else(
            || {
                health
                    .reasons
                    .first()
                    .map_or_else(|| status.clone(), ToString::to_string)
            },
            |scores| one_line(scores, look),
        );
        Brief::new(health.status.into(), text).titled(status)
    })
}

fn one_line(scores: &Scores, look: &Look) -> String {
    let row = &scores.log_loss;
    let market = row
        .market
        .map_or_else(String::new, |market| format!(", market {}", fixed(market, 4)));
    format!(
        "log loss {}{}{market}, n {}",
        fixed(row.published, 4),
        standard_error(row.se, look.glyphs.plus_minus, 4),
        row.n
    )
}

pub(super) fn render(model: &Model, look: &Look, area: Rect, buf: &mut Buffer) {
    let section = Section::of(&model.snapshot.sections.model_health, model);
    let width = usize::from(area.width);
    let Some(health) = section
        .value
        .filter(|health| health.champion.is_some() || health.scores.is_some())
    else {
        put(&section.nothing(look, width, FILL), look, area, buf);
        return;
    };
    let style = section.style(look);
    let mut rest = put(&section.trouble(look, width, 2), look, area, buf);
    if let Some(all) = &health.scores {
        rest = scores::render(all, &section, look, rest, buf);
    }
    rest = put(&prose(&window(health, look), look.dim, width), look, rest, buf);
    for sentence in judgements(health, look) {
        rest = put(&prose(&sentence, style, width), look, rest, buf);
    }
    let reasons: Vec<_> = health
        .reasons
        .iter()
        .flat_map(|reason| prose(reason.as_str(), style, width))
        .collect();
    // Where something is wrong the reasons come before the history.
    let wrong = Concern::from(health.status) > Concern::Good;
    if wrong {
        rest = put(&reasons, look, rest, buf);
    }
    rest = history::render(health, section.concern_style(Concern::Good, look), look, rest, buf);
    if !wrong {
        rest = put(&reasons, look, rest, buf);
    }
    divergence::render(health, style, look, rest, buf);
}

/// Calibration, what the model adds to the market, and what the coming fixtures will cost.
pub(super) fn judgements(health: &ModelHealth, look: &Look) -> Vec<String> {
    let dot = look.glyphs.dot;
    let calibration = health.calibration.as_ref().map(|c| {
        let (z, p) = (signed(c.z, 1), fixed(c.p, 2));
        let (ece, expected) = (fixed(c.ece, 3), fixed(c.ece_expected, 3));
        format!("calibration Z {z} p {p} {dot} ECE {ece}, {expected} if perfect")
    });
    let blend = health.blend.as_ref().map(|blend| blend.sentence.to_string());
    let expected = health.expected.map(|e| {
        let (own, market) = (fixed(e.own, 3), fixed(e.if_market_is_right, 3));
        format!(
            "{} coming: expected log loss {own}, {market} if the market is right",
            e.fixtures
        )
    });
    [calibration, blend, expected].into_iter().flatten().collect()
}

/// Which predictions are scored.
pub(super) fn window(health: &ModelHealth, look: &Look) -> String {
    let Some(window) = health.window else {
        return "nothing was settled yet".to_owned();
    };
    let days = (window.to - window.from).num_days() + 1;
    let scored = health.scores.as_ref().map_or(0, |scores| scores.log_loss.n);
    let dot = look.glyphs.dot;
    let origin = format!("{} made before kick-off", window.live);
    format!(
        "n {scored} of {} settled in {days} d to {} {dot} {origin}",
        window.matches, window.to
    )
}
