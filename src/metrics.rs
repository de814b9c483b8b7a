//! The statistics: scores, their mergeable tallies, drift verdicts, promotion gates, freshness. Pure: no clock, no I/O.

mod bootstrap;
mod calibration;
mod clustered;
mod divergence;
pub mod drift;
mod expectation;
mod feature_tally;
mod freshness;
pub mod gate;
mod moments;
mod normal;
mod quality;
mod score_rows;
mod scores;
mod tally;
mod weekly;

pub use bootstrap::{BOOTSTRAP_SEED, Blocks, FEWEST_WEEKS};
pub use calibration::{Bin, Calibration, CalibrationJudgement, Decomposition, ReliabilityPoint};
pub use clustered::clustered_standard_error;
pub use divergence::{BUCKET_EDGES, Divergence, TV_RESOLUTION};
pub use expectation::Expectation;
pub use feature_tally::FeatureTally;
pub use freshness::{Arrival, Freshness, FreshnessInput, Slo, SloInput, freshness, freshness_slo};
pub use moments::Moments;
pub use quality::{
    ChangedResults, Fault, FileDates, FileResults, LeagueLoad, PlayedDay, Quality, QualityFacts, RuleCount, RunFacts,
    SeasonFacts, SelfPlayed, SharedMatches, dates_of_days, seasons_of_days,
};
pub use score_rows::{Paired, ScoreRow, ScoreTable};
pub use scores::{CLIP, brier, is_clipped, is_hit, log_loss, rps};
pub use tally::{MarketRows, Rows, Scored, Settled, Tally};
pub use weekly::WeeklyTally;
