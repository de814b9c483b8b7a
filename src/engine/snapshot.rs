//! One immutable picture of everything the engine knows. Terminal, command line and HTTP API read nothing else.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{Alert, DataQuality, Fetched, LeagueDrift, ModelHealth, SectionState, SourceFreshness, System, Training};
use crate::domain::{OverallStatus, SafeText};

/// The contract's version: it changes when a field goes or changes its meaning, not when one is added.
pub const SCHEMA: u32 = 1;

/// One immutable picture of everything the engine knows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Snapshot {
    /// Version of this contract, [`SCHEMA`].
    pub schema: u32,
    /// When it was put together, on the wall clock (UTC).
    pub as_of: DateTime<Utc>,
    /// The time that matches, forecasts and runs are dated in.
    pub clock: ClockReading,
    /// Name of the configuration profile.
    pub profile: SafeText,
    /// Whether actions are allowed here.
    pub access: Access,
    /// The worst of all sections in one word.
    pub overall: OverallStatus,
    /// The worst of all sections in one sentence.
    pub headline: SafeText,
    /// The sections.
    pub sections: Sections,
}

/// The sections of a snapshot. Each fails alone.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sections {
    /// Is the served model healthy?
    pub model_health: Fetched<ModelHealth>,
    /// Which leagues drift? Sorted by concern, the worst first.
    pub league_drift: Fetched<Vec<LeagueDrift>>,
    /// Is the data fresh? Sorted by concern, the worst first.
    pub data_freshness: Fetched<Vec<SourceFreshness>>,
    /// Is the data itself sound?
    pub data_quality: Fetched<DataQuality>,
    /// What trains, waits and has been trained?
    pub training: Fetched<Training>,
    /// Are the parts of the system up?
    pub system: Fetched<System>,
    /// What deserves attention now, the worst first.
    pub alerts: Fetched<Vec<Alert>>,
}

impl Sections {
    /// Every section that is read from the store has been asked, whatever came of it.
    pub(super) fn are_read(&self) -> bool {
        ![
            self.model_health.state,
            self.league_drift.state,
            self.data_freshness.state,
            self.data_quality.state,
            self.training.state,
            self.system.state,
        ]
        .contains(&SectionState::Loading)
    }
}

/// The engine's clock. It differs from the wall clock only while the demo replays a past season.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ClockReading {
    /// Now, as matches are dated (UTC).
    pub now: DateTime<Utc>,
    /// Set while a past season is replayed.
    pub replay: Option<Replay>,
}

/// A past season on fast forward.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Replay {
    /// Replayed days for each second on the wall clock; 0 while paused.
    pub days_per_second: f64,
    /// Time stands still.
    pub paused: bool,
    /// Share of the replayed span that is over, `0..=1`.
    pub progress: f64,
    /// Nothing more will happen.
    pub finished: bool,
}

/// Whether this engine may write.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "mode", rename_all = "snake_case")]
pub enum Access {
    /// Actions are allowed.
    ReadWrite {
        /// A production profile: dangerous actions ask for the typed name of their target.
        production: bool,
    },
    /// Actions are not offered.
    ReadOnly {
        /// Why, in words for the operator.
        reason: SafeText,
    },
}
