//! What an action would be about, from where the operator is.

use touchline::{
    domain::{HeldDifference, ModelStatus, RegisteredModel},
    engine::{Alert, AlertState, Freeze, LeagueDrift, Rollback, Run},
};

use super::{Model, ScreenId};
use crate::tui::listing::{ListId, RowId};

impl Model {
    /// Runs of the picture: what runs, what waits, what is over.
    pub(crate) fn runs(&self) -> impl Iterator<Item = &Run> {
        let training = self.snapshot.sections.training.value.as_ref();
        training
            .into_iter()
            .flat_map(|training| training.running.iter().chain(&training.queued).chain(&training.history))
    }

    /// The run that `cancel` is about: the selected one while a list of runs has the focus, else the running, else the next.
    pub(crate) fn run_to_cancel(&self) -> Option<&Run> {
        let training = self.snapshot.sections.training.value.as_ref()?;
        let selected = self.selected_in_focus(ListId::Runs).and_then(|id| id.number());
        let chosen = selected.and_then(|id| self.runs().find(|run| run.id == id));
        chosen.or(training.running.as_ref()).or_else(|| training.queued.first())
    }

    /// Where a rollback would lead from the champion that is shown.
    pub(crate) fn rollback(&self) -> Option<&Rollback> {
        self.snapshot.sections.training.value.as_ref()?.rollback.as_ref()
    }

    /// The league that `retrain` is about, if one was chosen.
    pub(crate) fn league_to_retrain(&self) -> Option<&LeagueDrift> {
        if self.screen == ScreenId::Drift && self.league.is_some() {
            return self.league_in_view();
        }
        let selected = self.selected_in_focus(ListId::Leagues)?;
        let leagues = self.snapshot.sections.league_drift.value.as_deref()?;
        leagues.iter().find(|row| selected.is(row.league.as_str()))
    }

    /// The version that `promote` is about: the selected one while a list of versions has the focus, else the challenger.
    pub(crate) fn version_to_promote(&self) -> Option<&RegisteredModel> {
        let training = self.snapshot.sections.training.value.as_ref()?;
        let find = |name: &str| training.models.iter().find(|row| row.version.as_str() == name);
        match self.selected_in_focus(ListId::Versions) {
            Some(id) => training.models.iter().find(|row| id.is(row.version.as_str())),
            None => find(training.challenger.as_ref()?.version.as_str()),
        }
    }

    /// The model version that is served.
    pub(crate) fn champion(&self) -> Option<&RegisteredModel> {
        let training = self.snapshot.sections.training.value.as_ref()?;
        training.models.iter().find(|row| row.status == ModelStatus::Champion)
    }

    /// Who forbade gates to change the champion, if anyone did.
    pub(crate) fn champion_freeze(&self) -> Option<&Freeze> {
        self.snapshot.sections.training.value.as_ref()?.champion_freeze.as_ref()
    }

    /// The alert that `acknowledge` is about: the selected one while the alerts have the focus, else the worst that nobody
    /// has acknowledged.
    pub(crate) fn alert_to_acknowledge(&self) -> Option<&Alert> {
        let alerts = self.snapshot.sections.alerts.value.as_deref()?;
        match self.selected_in_focus(ListId::Alerts) {
            Some(id) => alerts.iter().find(|alert| id.is(alert.rule.as_str())),
            // Alerts are told in the order of their weight.
            None => alerts.iter().find(|alert| !alert.is_quiet()),
        }
    }

    /// The alert that `silence` is about: the selected one while the alerts have the focus, else the worst that nobody has
    /// acknowledged. What is over and waits to be seen is told to nobody anyway.
    pub(crate) fn alert_to_silence(&self) -> Option<&Alert> {
        self.alert_to_acknowledge()
            .filter(|alert| alert.state == AlertState::Firing)
    }

    /// The difference whose file `accept` is about: the selected one while the list has the focus, else the first one where
    /// a single file tells them all.
    pub(crate) fn difference_to_accept(&self) -> Option<&HeldDifference> {
        let held = self.held();
        if let Some(id) = self.selected_in_focus(ListId::Held) {
            return held.iter().find(|row| RowId::from(*row) == id);
        }
        let first = held.first()?;
        held.iter().all(|row| row.file == first.file).then_some(first)
    }

    /// Rows that would change played matches.
    pub(crate) fn held(&self) -> &[HeldDifference] {
        let quality = self.snapshot.sections.data_quality.value.as_ref();
        quality.map_or(&[], |quality| &quality.held)
    }
}
