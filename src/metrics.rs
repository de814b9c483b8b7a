//! The statistics: scores, their mergeable tallies, drift verdicts, freshness. Pure: no clock, no I/O.

mod bootstrap;
mod calibration;
mod clustered;
mod divergence;
pub mod drift;
mod expectation;
mod freshness;
mod moments;
mod normal;
mod score_rows;
mod scores;
mod tally;

pub use bootstrap::{Blocks, FEWEST_WEEKS};
pub use calibration::{Bin, Calibration, CalibrationJudgement, Decomposition, ReliabilityPoint};
pub use clustered::clustered_standard_error;
pub use divergence::{BUCKET_EDGES, Divergence, TV_RESOLUTION};
pub use expectation::Expectation;
pub use freshness::{Freshness, FreshnessInput, freshness};
pub use moments::Moments;
pub use score_rows::{Paired, ScoreRow, ScoreTable};
pub use scores::{CLIP, brier, is_clipped, is_hit, log_loss, rps};
pub use tally::{MarketRows, Rows, Scored, Settled, Tally};
