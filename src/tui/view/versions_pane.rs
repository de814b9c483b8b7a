//! Model versions, and what would be served by a promotion or a rollback.

use ratatui::{buffer::Buffer, layout::Rect, text::Line};
use touchline::domain::{ModelStatus, RegisteredModel, SafeText};

use super::{brief::Brief, facts::Facts, list_pane::ListPane, offer::offer, section::Section};
use crate::tui::{
    listing::ListId,
    model::Model,
    theme::{Concern, Look},
    widget::{age, fixed, standard_error},
};

pub(super) fn brief(model: &Model) -> Brief {
    Section::of(&model.snapshot.sections.training, model).brief(|training| {
        let champion = training.models.iter().find(|row| row.status == ModelStatus::Champion);
        match champion {
            Some(row) => {
                let trained = age(model.data_now(), row.trained_at);
                let name = format!("champion {}", row.version);
                Brief::new(Concern::Good, format!("{name}, trained {trained}")).titled(name)
            }
            None if training.models.is_empty() => Brief::new(Concern::Unknown, "none"),
            None => Brief::new(Concern::Warn, "no champion"),
        }
    })
}

pub(super) fn render(model: &Model, look: &Look, area: Rect, buf: &mut Buffer) {
    let pane = ListPane::of(ListId::Versions, model);
    let training = model.snapshot.sections.training.value.as_ref();
    let id = pane.current();
    let row = training
        .into_iter()
        .flat_map(|training| &training.models)
        .find(|row| id.is_some_and(|id| id.is(row.version.as_str())));
    let below = row.map_or_else(Vec::new, |row| {
        let spare = pane.spare(area, 4);
        let keys: Vec<Line<'_>> = deeds(model, look).into_iter().take(spare).collect();
        let mut lines = about(row, look).lines(usize::from(area.width), spare.saturating_sub(keys.len()));
        lines.extend(keys);
        lines
    });
    pane.render(&below, look, area, buf);
}

/// What `promote` and `roll back` would do from here.
fn deeds(model: &Model, look: &Look) -> Vec<Line<'static>> {
    let served = model
        .champion()
        .map_or_else(String::new, |row| format!(" instead of {}", row.version));
    let promote = model
        .version_to_promote()
        .filter(|row| row.status != ModelStatus::Champion)
        .and_then(|row| {
            offer(
                "promote",
                &format!("promote {}: serve it{served}", row.version),
                model,
                look,
            )
        });
    let back = model.rollback().and_then(|back| {
        offer(
            "roll-back",
            &format!("roll back {}: serve {} again", back.from, back.to),
            model,
            look,
        )
    });
    promote.into_iter().chain(back).collect()
}

fn about<'a>(row: &RegisteredModel, look: &'a Look) -> Facts<'a> {
    let mut facts = Facts::new(look);
    facts.known("gate", row.gate_sentence.as_ref().map(SafeText::as_str));
    facts.known(
        "scores",
        row.scores.as_ref().map(|scores| {
            let error = standard_error(scores.se, look.glyphs.plus_minus, 4);
            let market = scores.market.map_or_else(String::new, |market| {
                format!(", market {}, n {}", fixed(market, 4), scores.n_market)
            });
            format!("log loss {}{error}, n {}{market}", fixed(scores.log_loss, 4), scores.n)
        }),
    );
    let hash: String = row.data_hash.chars().take(12).collect();
    facts.say(
        "made of",
        format!(
            "{} matches, data {hash}, code {}, seed {}",
            row.matches, row.code_version, row.seed
        ),
    );
    facts
}
