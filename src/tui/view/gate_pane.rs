//! What the gates decided and why, and whether they may decide at all.

mod challenger;
mod checks;
mod shown;

use ratatui::{buffer::Buffer, layout::Rect, text::Line};
use touchline::{
    domain::{GateOutcome, SafeText},
    engine::Training,
    store::Freeze,
};

use super::{
    brief::Brief,
    facts::Facts,
    offer::offer,
    pane::{put, short_prose},
    section::Section,
};
use crate::tui::{
    model::Model,
    theme::{Concern, Look},
    widget::age,
};
use shown::Shown;

pub(super) fn brief(model: &Model) -> Brief {
    Section::of(&model.snapshot.sections.training, model).brief(|training| {
        if let Some(freeze) = &training.champion_freeze {
            let text = format!("FROZEN by {} {}", freeze.by, age(model.data_now(), freeze.at));
            return Brief::new(Concern::Warn, format!("{text}: {}", freeze.reason)).titled(text);
        }
        match Shown::of(training, model) {
            Shown::Decision { version, decision } => {
                let outcome = decision.decision.outcome;
                let name = version.map_or_else(String::new, |version| format!("{version} "));
                let when = age(model.data_now(), decision.at);
                Brief::new(concern(outcome), format!("{name}{} {when}", word(outcome)))
            }
            Shown::Sentence { version, sentence } => {
                Brief::new(Concern::Quiet, format!("{version}: {sentence}")).titled(version.to_string())
            }
            Shown::Nothing => Brief::new(Concern::Quiet, "nothing was decided yet"),
        }
    })
}

pub(super) fn render(model: &Model, look: &Look, area: Rect, buf: &mut Buffer) {
    let section = Section::of(&model.snapshot.sections.training, model);
    let width = usize::from(area.width);
    let Some(training) = section.value else {
        put(&section.nothing(look, width, ""), look, area, buf);
        return;
    };
    let mut rest = put(&section.trouble(look, width, 1), look, area, buf);
    if let Some(freeze) = &training.champion_freeze {
        rest = put(&frozen(freeze, model, look, width), look, rest, buf);
    }
    let below = challenger::lines(training, model, look, width);
    rest = decided(training, model, look, (rest, below.len()), buf);
    put(&below, look, rest, buf);
}

fn frozen(freeze: &Freeze, model: &Model, look: &Look, width: usize) -> Vec<Line<'static>> {
    let mut facts = Facts::new(look);
    let when = age(model.data_now(), freeze.at);
    facts.judge(
        "frozen",
        format!("by {}, {when}: {}", freeze.by, freeze.reason),
        Concern::Warn,
    );
    facts.say("", "no gate changes the champion; only people do");
    let mut lines = facts.lines(width, 4);
    lines.extend(offer("thaw", "let gates change the champion again", model, look));
    lines.push(Line::default());
    lines
}

/// The decision with its checks; gives what is left, of which `kept` rows are wanted for what follows.
fn decided(training: &Training, model: &Model, look: &Look, (area, kept): (Rect, usize), buf: &mut Buffer) -> Rect {
    let width = usize::from(area.width);
    match Shown::of(training, model) {
        Shown::Decision { version, decision } => {
            let what = &decision.decision;
            let mut facts = Facts::new(look);
            let of = version.map_or_else(String::new, |version| format!(" on {version}"));
            let when = age(model.data_now(), decision.at);
            facts.say("gate", format!("{}{of}, {when}", what.gate));
            // It begins with what became of the version.
            facts.judge("why", what.sentence.as_str(), concern(what.outcome));
            let mut lines = facts.lines(width, 5);
            lines.push(Line::default());
            let rest = put(&lines, look, area, buf);
            let rows = usize::from(rest.height).saturating_sub(kept);
            checks::render(&what.checks, look, rest, rows, buf)
        }
        Shown::Sentence { version, sentence } => {
            let text = SafeText::from(format!("{version}: {sentence}"));
            put(&short_prose(text.as_str(), look.dim, width, 5, look), look, area, buf)
        }
        Shown::Nothing => {
            let text =
                "No gate has decided yet. After a training it says here what it looked at and why it did what it did.";
            put(&short_prose(text, look.dim, width, 3, look), look, area, buf)
        }
    }
}

const fn concern(outcome: GateOutcome) -> Concern {
    match outcome {
        GateOutcome::Promote => Concern::Good,
        GateOutcome::Stay => Concern::Busy,
        GateOutcome::Hold => Concern::Warn,
        GateOutcome::RollBack => Concern::Bad,
    }
}

/// What became of the version.
const fn word(outcome: GateOutcome) -> &'static str {
    match outcome {
        GateOutcome::Promote => "promoted",
        GateOutcome::Stay => "stays challenger",
        GateOutcome::Hold => "HELD for a person",
        GateOutcome::RollBack => "ROLLED BACK",
    }
}
