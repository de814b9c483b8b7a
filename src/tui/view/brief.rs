use ratatui::text::Span;

use crate::tui::{
    model::{Model, Pane},
    theme::{Concern, Look},
};

use super::{
    alerts_pane, audit_pane, data_pane, drift_pane, findings_pane, gate_pane, held_pane, league_pane, model_pane,
    model_panes, quarantine_pane, runs_pane, services_pane, training_pane, versions_pane, workers_pane,
};

/// A pane in one line.
#[derive(Debug, Clone)]
pub(super) struct Brief {
    pub(super) concern: Concern,
    /// For the line of a pane that is closed.
    pub(super) text: String,
    /// For the title of a pane that is open.
    pub(super) title: String,
}

impl Brief {
    /// One wording for both places.
    pub(super) fn new(concern: Concern, text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            concern,
            title: text.clone(),
            text,
        }
    }

    /// A shorter wording for the title.
    pub(super) fn titled(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    pub(super) fn of(pane: Pane, model: &Model, look: &Look) -> Self {
        match pane {
            Pane::Model | Pane::Scores => model_pane::brief(model, look),
            Pane::Drift | Pane::Leagues => drift_pane::brief(model, look),
            Pane::Data | Pane::Sources => data_pane::brief(model, look),
            Pane::Training | Pane::Progress => training_pane::brief(model, look),
            Pane::History => model_panes::history::brief(model),
            Pane::Reliability => model_panes::reliability::brief(model, look),
            Pane::Divergence => model_panes::distances::brief(model),
            Pane::Candidates => model_panes::candidates::brief(model),
            Pane::Fixtures => model_panes::fixtures::brief(model),
            Pane::League => league_pane::brief(model),
            Pane::Cusum => league_pane::cusum::brief(model),
            Pane::PairedLoss => league_pane::paired_loss::brief(model, look),
            Pane::Matches => league_pane::matches::brief(model),
            Pane::Gate => gate_pane::brief(model),
            Pane::Findings => findings_pane::brief(model, look),
            Pane::Held => held_pane::brief(model),
            Pane::Quarantine => quarantine_pane::brief(model),
            Pane::Runs => runs_pane::brief(model, look),
            Pane::Versions => versions_pane::brief(model),
            Pane::Services => services_pane::brief(model, look),
            Pane::Alerts => alerts_pane::brief(model, look),
            Pane::Workers => workers_pane::brief(model),
            Pane::Audit => audit_pane::brief(model),
        }
    }

    pub(super) fn sign(&self, look: &Look) -> Span<'static> {
        Span::styled(look.glyphs.of(self.concern), look.of(self.concern))
    }
}

/// Counts with their words, those that are zero left out: `1 high · 2 elevated`.
pub(super) fn counts(counts: &[(usize, &str)], look: &Look) -> String {
    let present = counts.iter().filter(|(count, _)| *count > 0);
    let words: Vec<String> = present.map(|(count, word)| format!("{count} {word}")).collect();
    words.join(&format!(" {} ", look.glyphs.dot))
}
