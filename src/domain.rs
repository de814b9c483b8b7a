//! Plain types of the field, shared by every floor. No clock, no I/O, no async, no database type.

mod blend;
mod causes;
mod forecast;
mod league;
mod match_result;
mod model_status;
mod model_version;
mod odds;
mod probabilities;
mod quality;
mod registered_model;
mod run;
mod safe_text;
mod season;
mod source;
mod team;
mod verdict;
mod words;

pub use blend::{BlendVerdict, CalibrationStep, Contribution};
pub use causes::with_causes;
pub use forecast::{ExpectedGoals, Forecast, Origin};
pub use league::{CATALOG, League, LeagueCode, LeagueCodeError};
pub use match_result::{Outcome, Score};
pub use model_status::{ModelStatus, PromotionKind};
pub use model_version::{ModelVersion, ModelVersionError};
pub use odds::{Bookmaker, Odds, OddsError, OddsTiming};
pub use probabilities::{Probabilities, ProbabilitiesError, SUM_TOLERANCE};
pub use quality::{HeldDifference, HeldKind, QualityRule, Severity};
pub use registered_model::RegisteredModel;
pub use run::{PublishedScores, Run, RunKind, RunScores, RunState, Stage};
pub use safe_text::SafeText;
pub use season::Season;
pub use source::SourceKind;
pub use team::TeamId;
pub use verdict::{FreshnessStatus, HealthStatus, OverallStatus, Verdict};
pub use words::UnknownWord;
