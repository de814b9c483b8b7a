use crate::tui::listing::ListId;

/// A framed part of a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Pane {
    // The four of the overview.
    Model,
    Drift,
    Data,
    Training,
    // Model.
    Scores,
    History,
    Reliability,
    Divergence,
    Candidates,
    Versions,
    Fixtures,
    // Drift.
    Leagues,
    League,
    Cusum,
    PairedLoss,
    Matches,
    // Data.
    Sources,
    Findings,
    Held,
    Quarantine,
    // Training.
    Progress,
    Runs,
    Gate,
    // System.
    Services,
    Alerts,
    Workers,
    Audit,
}

impl Pane {
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Model => "Model",
            Self::Drift => "Drift",
            Self::Data => "Data",
            Self::Training => "Training",
            Self::Scores => "Scores",
            Self::History => "Log loss by week",
            Self::Reliability => "Reliability",
            Self::Divergence => "Model and market",
            Self::Candidates => "Champion and challenger",
            Self::Versions => "Versions",
            Self::Fixtures => "Divergent fixtures",
            Self::Leagues => "Leagues",
            Self::League => "Verdict",
            Self::Cusum => "CUSUM",
            Self::PairedLoss => "Against the market",
            Self::Matches => "Matches",
            Self::Sources => "Sources",
            Self::Findings => "Data quality",
            Self::Held => "Differences held",
            Self::Quarantine => "Quarantine",
            Self::Progress => "Now",
            Self::Runs => "Runs",
            Self::Gate => "Gate",
            Self::Services => "Services",
            Self::Alerts => "Alerts",
            Self::Workers => "Workers",
            Self::Audit => "Audit trail",
        }
    }

    /// The list that it shows, if it shows one.
    pub(crate) const fn list(self) -> Option<ListId> {
        match self {
            Self::Drift | Self::Leagues => Some(ListId::Leagues),
            Self::Matches => Some(ListId::Matches),
            Self::Data | Self::Sources => Some(ListId::Sources),
            Self::Training | Self::Runs => Some(ListId::Runs),
            Self::Versions => Some(ListId::Versions),
            Self::Fixtures => Some(ListId::Fixtures),
            Self::Findings => Some(ListId::Findings),
            Self::Held => Some(ListId::Held),
            Self::Quarantine => Some(ListId::Quarantine),
            Self::Services => Some(ListId::Services),
            Self::Alerts => Some(ListId::Alerts),
            Self::Workers => Some(ListId::Workers),
            Self::Audit => Some(ListId::Audit),
            Self::Model
            | Self::Scores
            | Self::History
            | Self::Reliability
            | Self::Divergence
            | Self::Candidates
            | Self::League
            | Self::Cusum
            | Self::PairedLoss
            | Self::Progress
            | Self::Gate => None,
        }
    }
}
