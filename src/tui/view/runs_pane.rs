//! Runs, with all that is known of the selected one.

use ratatui::{buffer::Buffer, layout::Rect};
use touchline::{
    domain::{RunScores, RunState},
    engine::Run,
};

use super::{
    brief::{Brief, counts},
    facts::Facts,
    list_pane::ListPane,
    section::Section,
};
use crate::tui::{
    listing::{ListId, RowId},
    model::Model,
    theme::{Concern, Look},
    widget::{age, duration, fixed, standard_error, until},
};

pub(super) fn brief(model: &Model, look: &Look) -> Brief {
    Section::of(&model.snapshot.sections.training, model).brief(|training| {
        let of = |state| model.runs().filter(|run| run.state == state).count();
        let all = [
            RunState::Running,
            RunState::Queued,
            RunState::Failed,
            RunState::Succeeded,
        ];
        let words = counts(&all.map(|state| (of(state), state.as_str())), look);
        // What failed before the last run is history.
        let worst = training.last.as_ref().map(|run| Concern::from(run.state));
        match worst {
            None => Brief::new(
                Concern::Unknown,
                if words.is_empty() { "none".to_owned() } else { words },
            ),
            Some(worst) => Brief::new(worst, words),
        }
    })
}

pub(super) fn render(model: &Model, look: &Look, area: Rect, buf: &mut Buffer) {
    let pane = ListPane::of(ListId::Runs, model);
    let id = pane.current().and_then(RowId::number);
    let run = id.and_then(|id| model.runs().find(|run| run.id == id));
    let below = run.map_or_else(Vec::new, |run| {
        about(run, model, look).lines(usize::from(area.width), pane.spare(area, 2))
    });
    pane.render(&below, look, area, buf);
}

fn about<'a>(run: &Run, model: &Model, look: &'a Look) -> Facts<'a> {
    let now = model.data_now();
    let mut facts = Facts::new(look);
    let message = Some(run.message.as_str()).filter(|message| !message.is_empty());
    let said = message.map_or_else(|| run.state.to_string(), |message| format!("{}: {message}", run.state));
    facts.judge("what", format!("#{} {said}", run.id), Concern::from(run.state));
    let stage = run.stage.map_or_else(String::new, |stage| format!(", stage {stage}"));
    let attempt = format!("attempt {}, {} failed{stage}", run.attempt, run.failures);
    let took = match (run.started_at, run.finished_at) {
        (Some(start), Some(end)) => format!(", took {}", duration((end - start).num_seconds())),
        _ => String::new(),
    };
    let again = run
        .run_at
        .filter(|_| run.state == RunState::Queued)
        .map_or_else(String::new, |at| format!(", again {}", until(now, at)));
    facts.say("how", format!("{attempt}{took}{again}"));
    let slot = run
        .slot
        .as_ref()
        .map_or_else(String::new, |slot| format!(" for {slot}"));
    facts.say(
        "asked",
        format!(
            "by {}{slot} {}, {} specification",
            run.requested_by,
            age(now, run.requested_at),
            run.basis
        ),
    );
    facts.known("log loss", run.scores.as_ref().map(|scores| scored(scores, look)));
    facts
}

/// Its walk-forward, held against the market and climatology.
fn scored(scores: &RunScores, look: &Look) -> String {
    let error = standard_error(scores.se, look.glyphs.plus_minus, 4);
    let market = match (scores.log_loss_with_market, scores.market) {
        (Some(own), Some(market)) => format!(
            "; where there are odds {} against the market's {}, n {}",
            fixed(own, 4),
            fixed(market, 4),
            scores.n_market
        ),
        _ => String::new(),
    };
    format!(
        "{}{error}, n {}, climatology {}{market}",
        fixed(scores.log_loss, 4),
        scores.n,
        fixed(scores.climatology, 4)
    )
}
