//! What MLflow is told of a training: a list of steps, made when it happens and kept until each is taken. Pure.

mod picture;
mod scores;
mod table;
mod training;

pub use training::{beginning, ending};

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::api::{Dataset, Metric, RunStatus, Tag};
use crate::{domain::LeagueCode, metrics::WeeklyTally};

/// The walk-forward evaluation of a training, by league.
pub type Evaluation = BTreeMap<LeagueCode, WeeklyTally>;

/// One thing to tell. Told twice, it changes nothing the second time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// About the training with this number.
    Run(i64, RunStep),
    /// The champion or the challenger may have changed.
    AssertAliases,
}

/// One thing to tell of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunStep {
    /// It begins.
    Open {
        /// Its name until it has a better one.
        name: String,
        /// Engine clock.
        started_at: DateTime<Utc>,
        /// Who asked, for what.
        tags: Vec<Tag>,
    },
    /// Parameters, metrics and tags, few enough for one request.
    Log {
        /// Points of metrics.
        metrics: Vec<Metric>,
        /// What was asked for.
        params: Vec<Tag>,
        /// What came of it.
        tags: Vec<Tag>,
    },
    /// What it was fitted on.
    LogDataset(Dataset),
    /// A file.
    Upload {
        /// Its path within the run.
        path: String,
        /// Its media type.
        content_type: String,
        /// Its text.
        body: String,
    },
    /// It ended.
    Close {
        /// How.
        status: RunStatus,
        /// Engine clock.
        ended_at: DateTime<Utc>,
        /// Its final name.
        name: String,
    },
    /// It came to a model version.
    CreateVersion {
        /// In a sentence.
        description: String,
        /// Our name of it, its hashes and scores.
        tags: Vec<Tag>,
    },
}

impl Step {
    /// A word for people.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::AssertAliases => "assert_aliases",
            Self::Run(_, RunStep::Open { .. }) => "open",
            Self::Run(_, RunStep::Log { .. }) => "log",
            Self::Run(_, RunStep::LogDataset(_)) => "log_dataset",
            Self::Run(_, RunStep::Upload { .. }) => "upload",
            Self::Run(_, RunStep::Close { .. }) => "close",
            Self::Run(_, RunStep::CreateVersion { .. }) => "create_version",
        }
    }
}
