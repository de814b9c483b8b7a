//! Does one league's forecast quality drift?
//!
//! The raw scores of a league mostly show how predictable its matches are, and they vary with luck. The difference to the
//! market on the same match (the paired skill) varies 2.6 times less, so seven times fewer matches show the same change.
//!
//! Three primary tests look at a window of matches, two sequential statistics at the whole season, and a second family at
//! the inputs:
//!
//! | | question | null |
//! |---|---|---|
//! | P1 | are the published probabilities calibrated? | the forecasts themselves |
//! | P2 | do home wins, draws and away wins come as often as forecast? | the forecasts themselves |
//! | P3 | has the paired skill got worse? | the league's reference, drawn towards all leagues |
//! | S1 | has it broken down within days? | a CUSUM's bootstrapped season, of one league and of all together |
//! | S2 | does the market refute the published probabilities? | a betting martingale |
//! | D1 to D6 | do forecasts, odds, goals or margins look unlike the reference? | the reference |
//!
//! [`judge`] puts them together for all leagues of one look, with the number of leagues paid for by Benjamini-Hochberg;
//! [`latch`] keeps an alarm until it is over. Everything is deterministic: what is drawn is drawn from a fixed seed.

mod change;
mod cusum;
mod cut;
mod e_process;
mod evidence;
mod judge;
mod judgement;
mod ks;
mod latch;
mod multiplicity;
mod paired;
mod pool;
mod pooled;
mod primary;
mod psi;
mod reason;
mod running;
mod saddlepoint;
mod secondary;
mod seeded;
mod series;
mod usual;

#[cfg(test)]
pub(crate) mod testing;

pub use change::ChampionChange;
pub use cusum::{Cusum, CusumPoint, FALSE_ALARM_RATE, ThresholdInput, threshold};
pub use cut::{FEWEST_MATCHES, FEWEST_OWN_REFERENCE, FEWEST_REFERENCE, WINDOW_MATCHES};
pub use e_process::EProcess;
pub use evidence::{Evidence, Window};
pub use judge::{Baseline, Pools, judge};
pub use judgement::{LeagueJudgement, Rule, Spoke, Verdicts};
pub use ks::{Ks, two_sample};
pub use latch::{Latched, latch};
pub use multiplicity::benjamini_hochberg;
pub use pool::{Pool, Reference};
pub use pooled::{POOLED_FALSE_ALARM_RATE, pooled_cusum, pooled_fingerprint, pooled_threshold};
pub use primary::{PrimaryTests, Test, outcome_mix, spiegelhalter};
pub use psi::{Psi, psi};
pub use running::{RunningSkill, running_skill};
pub use secondary::{Finding, Suspect};
pub use series::{DayQuotes, LeagueSeries, MadeBy, SettledForecast};
