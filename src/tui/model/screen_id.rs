use super::{Model, Pane};

/// A screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum ScreenId {
    Overview,
    Model,
    Drift,
    Data,
    Training,
    System,
    Logs,
}

impl ScreenId {
    /// In the order of their number keys.
    pub(crate) const ALL: [Self; 7] = [
        Self::Overview,
        Self::Model,
        Self::Drift,
        Self::Data,
        Self::Training,
        Self::System,
        Self::Logs,
    ];

    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Model => "Model",
            Self::Drift => "Drift",
            Self::Data => "Data",
            Self::Training => "Training",
            Self::System => "System",
            Self::Logs => "Logs",
        }
    }

    /// The pane that has the focus at first.
    pub(super) const fn home(self) -> Pane {
        match self {
            Self::Overview => Pane::Drift,
            Self::Model => Pane::Scores,
            Self::Drift | Self::Logs => Pane::Leagues,
            Self::Data => Pane::Sources,
            Self::Training => Pane::Runs,
            Self::System => Pane::Alerts,
        }
    }
}

impl Model {
    /// The panes of the screen, in reading order. Logs is one page without panes.
    pub(crate) const fn panes(&self) -> &'static [Pane] {
        match self.screen {
            ScreenId::Overview => &[Pane::Model, Pane::Drift, Pane::Data, Pane::Training],
            ScreenId::Model => &[
                Pane::Scores,
                Pane::History,
                Pane::Candidates,
                Pane::Reliability,
                Pane::Fixtures,
                Pane::Divergence,
            ],
            ScreenId::Drift if self.league.is_some() => &[Pane::League, Pane::Cusum, Pane::PairedLoss, Pane::Matches],
            ScreenId::Drift => &[Pane::Leagues, Pane::League, Pane::Cusum],
            ScreenId::Data => &[Pane::Sources, Pane::Findings, Pane::Held, Pane::Quarantine],
            ScreenId::Training => &[Pane::Progress, Pane::Runs, Pane::Gate, Pane::Versions],
            ScreenId::System => &[Pane::Alerts, Pane::Services, Pane::Workers, Pane::Audit],
            ScreenId::Logs => &[],
        }
    }
}
