//! The statistics: scores, their mergeable tallies, drift verdicts, freshness. Pure: no clock, no I/O.

mod calibration;
mod divergence;
pub mod drift;
mod freshness;
mod moments;
mod normal;
mod score_rows;
mod scores;
mod tally;

pub use calibration::{Bin, Calibration};
pub use divergence::{BUCKET_EDGES, Divergence, TV_RESOLUTION};
pub use freshness::{Freshness, FreshnessInput, freshness};
pub use moments::Moments;
pub use score_rows::{ScoreRow, ScoreTable};
pub use scores::{CLIP, brier, is_clipped, is_hit, log_loss, rps};
pub use tally::{MarketRows, Rows, Scored, Settled, Tally};
