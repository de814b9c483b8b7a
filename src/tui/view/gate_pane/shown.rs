use touchline::{
    domain::{ModelVersion, RegisteredModel, SafeText},
    engine::{GateDecision, Training},
};

use crate::tui::{listing::ListId, model::Model};

/// The decision that is told: that of the selected version, else the latest.
pub(super) enum Shown<'a> {
    Decision {
        version: Option<&'a ModelVersion>,
        decision: &'a GateDecision,
    },
    /// Its checks are not at hand any more.
    Sentence {
        version: &'a ModelVersion,
        sentence: &'a SafeText,
    },
    Nothing,
}

impl<'a> Shown<'a> {
    pub(super) fn of(training: &'a Training, model: &Model) -> Self {
        match selected(training, model) {
            Some(row) => at_hand(training)
                .find(|(version, _)| *version == Some(&row.version))
                .map_or_else(|| Self::sentence(row), Self::decision),
            None => at_hand(training).max_by_key(|(_, decision)| decision.at).map_or_else(
                || {
                    let told = training.models.iter().find(|row| row.gate_sentence.is_some());
                    told.map_or(Self::Nothing, Self::sentence)
                },
                Self::decision,
            ),
        }
    }

    const fn decision((version, decision): (Option<&'a ModelVersion>, &'a GateDecision)) -> Self {
        Self::Decision { version, decision }
    }

    fn sentence(row: &'a RegisteredModel) -> Self {
        match &row.gate_sentence {
            Some(sentence) => Self::Sentence {
                version: &row.version,
                sentence,
            },
            None => Self::Nothing,
        }
    }
}

fn selected<'a>(training: &'a Training, model: &Model) -> Option<&'a RegisteredModel> {
    let id = model.lists.selection(ListId::Versions)?;
    training.models.iter().find(|row| id.is(row.version.as_str()))
}

/// Decisions with their checks.
fn at_hand(training: &Training) -> impl Iterator<Item = (Option<&ModelVersion>, &GateDecision)> {
    let last = training.last_decision.as_ref().map(|decision| {
        let version = training.last.as_ref().and_then(|run| run.model_version.as_ref());
        (version, decision)
    });
    let challenger = training.challenger.as_ref().and_then(|challenger| {
        let decision = challenger.decision.as_ref()?;
        Some((Some(&challenger.version), decision))
    });
    challenger.into_iter().chain(last)
}
