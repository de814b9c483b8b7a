//! The statistics: scores, their mergeable tallies, drift verdicts, freshness. Pure: no clock, no I/O.

mod calibration;
mod divergence;
mod drift;
mod freshness;
mod moments;
mod normal;
mod quality;
mod score_rows;
mod scores;
mod tally;

pub use calibration::{Bin, Calibration};
pub use divergence::{BUCKET_EDGES, Divergence, TV_RESOLUTION};
pub use drift::{FEWEST_MATCHES, FEWEST_REFERENCE, LeagueJudgement, adjust, has_enough, league_verdict};
pub use freshness::{Arrival, Freshness, FreshnessInput, Slo, SloInput, freshness, freshness_slo};
pub use moments::Moments;
pub use quality::{
    ChangedResults, FileDates, FileResults, Finding, LeagueLoad, PlayedDay, Quality, QualityFacts, RuleCount, RunFacts,
    SeasonFacts, SelfPlayed, SharedMatches, dates_of_days, seasons_of_days,
};
pub use score_rows::{ScoreRow, ScoreTable};
pub use scores::{CLIP, brier, is_clipped, is_hit, log_loss, rps};
pub use tally::{MarketRows, Rows, Scored, Settled, Tally};
