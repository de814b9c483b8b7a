use touchline::domain::{FreshnessStatus, HealthStatus, OverallStatus, RunState, Verdict};

/// How much something concerns an operator, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Concern {
    /// Nothing to see.
    Quiet,
    /// Judged, and fine.
    Good,
    /// Something goes on.
    Busy,
    /// Not judged. Never shown as fine.
    Unknown,
    /// Deserves a look.
    Warn,
    /// Deserves an operator.
    Bad,
    /// Broken: it could not be read, or ended in an error.
    Broken,
}

impl From<Verdict> for Concern {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Normal => Self::Good,
            Verdict::Insufficient => Self::Unknown,
            Verdict::Elevated => Self::Warn,
            Verdict::High => Self::Bad,
        }
    }
}

impl From<HealthStatus> for Concern {
    fn from(status: HealthStatus) -> Self {
        match status {
            HealthStatus::Stable => Self::Good,
            HealthStatus::Unknown | HealthStatus::NoModel => Self::Unknown,
            HealthStatus::Watch => Self::Warn,
            HealthStatus::Degraded => Self::Bad,
        }
    }
}

impl From<OverallStatus> for Concern {
    fn from(status: OverallStatus) -> Self {
        match status {
            OverallStatus::Ok => Self::Good,
            OverallStatus::Unknown => Self::Unknown,
            OverallStatus::Watch => Self::Warn,
            OverallStatus::Degraded => Self::Bad,
        }
    }
}

impl From<FreshnessStatus> for Concern {
    fn from(status: FreshnessStatus) -> Self {
        match status {
            FreshnessStatus::Pass => Self::Good,
            FreshnessStatus::Idle => Self::Quiet,
            FreshnessStatus::Never => Self::Unknown,
            FreshnessStatus::Warn => Self::Warn,
            FreshnessStatus::Error => Self::Broken,
        }
    }
}

impl From<RunState> for Concern {
    fn from(state: RunState) -> Self {
        match state {
            RunState::Queued | RunState::Cancelled => Self::Quiet,
            RunState::Running => Self::Busy,
            RunState::Succeeded => Self::Good,
            RunState::Failed => Self::Broken,
        }
    }
}
