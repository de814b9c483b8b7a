//! What a training needs, and why it may come to nothing.

use super::{clock::Clock, drill::Drill, progress::Reporter, promotion::PromotionError, record::Recorder};
use crate::{
    config,
    domain::LeagueCode,
    ingest::fetch::FetchError,
    model::{ModelError, Specification, SpecificationError, Strength},
    store::{Db, Lease, StoreError},
};

/// One attempt at one run.
#[derive(Debug)]
pub(super) struct Job<'a> {
    pub(super) db: &'a Db,
    pub(super) clock: &'a Clock,
    pub(super) settings: &'a config::Training,
    pub(super) freshness: &'a config::Freshness,
    pub(super) lease: &'a Lease,
    pub(super) reporter: &'a Reporter,
    pub(super) recorder: Recorder,
    pub(super) drill: &'a Drill,
}

/// Why a run did not come to its end.
#[derive(Debug, thiserror::Error)]
pub enum TrainError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The configured specification makes no model.
    #[error("the configured specification makes no model")]
    Specification(#[from] SpecificationError),
    /// No source could be asked.
    #[error("the sources could not be asked")]
    Fetch(#[from] FetchError),
    /// There is nothing to learn from.
    #[error("no league has enough matches to fit ({found}): import results with `touchline import PATH`")]
    NoData {
        /// What there is.
        found: String,
    },
    /// The data is broken in a way that no model should learn.
    #[error("the matches are not fit to learn from, the champion stays: {what}")]
    BadData {
        /// What is wrong with it, with its numbers.
        what: String,
    },
    /// A league could not be fitted.
    #[error("league {league} could not be fitted; the champion stays")]
    Model {
        /// The league.
        league: LeagueCode,
        /// The cause.
        #[source]
        source: ModelError,
    },
    /// An operator stopped it.
    #[error("cancelled by an operator")]
    Cancelled,
    /// The champion could not be changed.
    #[error(transparent)]
    Promotion(Box<PromotionError>),
    /// Another worker has the run.
    #[error("another worker took over the run")]
    LeaseLost,
    /// The computing thread died.
    #[error("the training stopped unexpectedly: {0}")]
    Died(String),
}

impl From<PromotionError> for TrainError {
    fn from(error: PromotionError) -> Self {
        match error {
            PromotionError::Store(error) => Self::Store(error),
            PromotionError::Forecast { source, .. } => *source,
            refused => Self::Promotion(Box::new(refused)),
        }
    }
}

impl TrainError {
    /// May it succeed in a while without anyone's doing? Bad data stays bad.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_passing())
    }
}

impl TryFrom<&config::Training> for Specification {
    type Error = SpecificationError;

    fn try_from(training: &config::Training) -> Result<Self, SpecificationError> {
        Self::default()
            .with_half_life_days(training.half_life_days)?
            .with_ridge(training.ridge)?
            .with_rho_bound(training.rho_bound)?
            .with_estimated_promoted_prior(training.promoted_estimate)
            .with_promoted_prior(Strength {
                attack: training.promoted_attack,
                defence: training.promoted_defence,
            })
    }
}
