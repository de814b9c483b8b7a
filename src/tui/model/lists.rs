use touchline::{
    domain::{LeagueCode, SafeText},
    engine::{LeagueDrift, Rollback, Run, SourceFreshness},
};

use super::{Filter, Model, Pane, Selection};

/// The three lists of the overview: where the operator is in each, and what is hidden.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lists {
    pub(crate) drift: List<LeagueCode>,
    pub(crate) data: List<SafeText>,
    pub(crate) training: List<i64>,
}

/// Selection and filter of one list.
#[derive(Debug, Clone)]
pub(crate) struct List<K> {
    pub(crate) selection: Selection<K>,
    pub(crate) filter: Filter,
}

impl<K> Default for List<K> {
    fn default() -> Self {
        Self {
            selection: Selection::default(),
            filter: Filter::default(),
        }
    }
}

/// What a row is known by.
pub(crate) trait RowKey {
    type Key: PartialEq + Clone;
    fn key(&self) -> Self::Key;
}

/// What the rows of a list are known by.
pub(crate) fn row_keys<R: RowKey>(rows: &[R]) -> Vec<R::Key> {
    rows.iter().map(RowKey::key).collect()
}

impl RowKey for &LeagueDrift {
    type Key = LeagueCode;
    fn key(&self) -> LeagueCode {
        self.league.clone()
    }
}

impl RowKey for &SourceFreshness {
    type Key = SafeText;
    fn key(&self) -> SafeText {
        self.source.clone()
    }
}

impl RowKey for &Run {
    type Key = i64;
    fn key(&self) -> i64 {
        self.id
    }
}

impl Lists {
    /// The filter of a pane that has a list.
    pub(crate) const fn filter(&self, pane: Pane) -> Option<&Filter> {
        match pane {
            Pane::Model => None,
            Pane::Drift => Some(&self.drift.filter),
            Pane::Data => Some(&self.data.filter),
            Pane::Training => Some(&self.training.filter),
        }
    }

    pub(crate) fn set_filter(&mut self, pane: Pane, filter: Filter) {
        match pane {
            Pane::Model => {}
            Pane::Drift => self.drift.filter = filter,
            Pane::Data => self.data.filter = filter,
            Pane::Training => self.training.filter = filter,
        }
    }
}

impl Model {
    /// Leagues that are shown, the worst first.
    pub(crate) fn drift_rows(&self) -> Vec<&LeagueDrift> {
        let all = self.snapshot.sections.league_drift.value.as_deref().unwrap_or_default();
        let filter = &self.lists.drift.filter;
        let shown = |row: &&LeagueDrift| filter.shows(&[row.league.as_str(), row.name.as_str(), row.verdict.as_str()]);
        all.iter().filter(shown).collect()
    }

    /// Sources that are shown, the worst first.
    pub(crate) fn data_rows(&self) -> Vec<&SourceFreshness> {
        let all = self
            .snapshot
            .sections
            .data_freshness
            .value
            .as_deref()
            .unwrap_or_default();
        let filter = &self.lists.data.filter;
        let shown = |row: &&SourceFreshness| filter.shows(&[row.source.as_str(), row.status.as_str()]);
        all.iter().filter(shown).collect()
    }

    /// Runs that are shown: what runs, what waits, what is over.
    pub(crate) fn run_rows(&self) -> Vec<&Run> {
        let Some(training) = &self.snapshot.sections.training.value else {
            return Vec::new();
        };
        let filter = &self.lists.training.filter;
        let shown = |run: &&Run| {
            let league = run.league.as_ref().map_or("all leagues", LeagueCode::as_str);
            filter.shows(&[
                league,
                run.state.as_str(),
                run.requested_by.as_str(),
                run.message.as_str(),
            ])
        };
        training
            .running
            .iter()
            .chain(&training.queued)
            .chain(&training.history)
            .filter(shown)
            .collect()
    }

    /// The run that `cancel` is about: the selected one while Training has the focus, else the running, else the next.
    pub(crate) fn run_to_cancel(&self) -> Option<&Run> {
        let training = self.snapshot.sections.training.value.as_ref()?;
        let selected = self
            .lists
            .training
            .selection
            .key()
            .filter(|_| self.focus == Pane::Training);
        let chosen = selected.and_then(|id| self.run_rows().into_iter().find(|run| run.id == *id));
        chosen.or(training.running.as_ref()).or_else(|| training.queued.first())
    }

    /// Where a rollback would lead from the champion that is shown.
    pub(crate) fn rollback(&self) -> Option<&Rollback> {
        self.snapshot.sections.training.value.as_ref()?.rollback.as_ref()
    }

    /// The league that `retrain` is about, if one was chosen.
    pub(crate) fn league_to_retrain(&self) -> Option<&LeagueDrift> {
        let selected = self.lists.drift.selection.key().filter(|_| self.focus == Pane::Drift)?;
        self.drift_rows().into_iter().find(|row| row.league == *selected)
    }
}
