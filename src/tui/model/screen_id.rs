/// A screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ScreenId {
    Overview,
    Logs,
}

impl ScreenId {
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Logs => "Logs",
        }
    }
}

/// A pane of the overview.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pane {
    Model,
    Drift,
    Data,
    Training,
}

impl Pane {
    /// In reading order.
    pub(crate) const ALL: [Self; 4] = [Self::Model, Self::Drift, Self::Data, Self::Training];

    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Model => "Model",
            Self::Drift => "Drift",
            Self::Data => "Data",
            Self::Training => "Training",
        }
    }

    pub(crate) const fn next(self) -> Self {
        match self {
            Self::Model => Self::Drift,
            Self::Drift => Self::Data,
            Self::Data => Self::Training,
            Self::Training => Self::Model,
        }
    }

    pub(crate) const fn previous(self) -> Self {
        self.next().next().next()
    }
}
