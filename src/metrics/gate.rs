//! May a new model version become champion?
//!
//! "Lower mean log loss over the last twelve weeks" promotes one truly worse challenger in three, since two sane
//! specifications differ by less than their luck. There are two kinds of candidates, and two questions:
//!
//! | gate | candidate | question | else |
//! |---|---|---|---|
//! | [`first`] | the first version | is it sound? | stays |
//! | [`refresh`] | the champion's specification, newer data | is it sound, and is it still the same model? | held for a person |
//! | [`specification`] | another specification | is it better on a walk-forward of both, beyond doubt? | stays, and shadows |
//! | [`shadow`] | another specification that shadows | is it better on live fixtures, at a weekly look? | stays |
//!
//! [`rollback`] says whether a champion is to be taken back without asking. Everything is deterministic: what is drawn is
//! drawn from a fixed seed.

mod betting;
mod calibration;
mod change;
mod coverage;
mod fitted;
mod freshness;
mod leagues;
mod paired;
mod refresh;
mod rollback;
mod rolling;
mod shadow;
mod specification;
mod words;

#[cfg(test)]
mod testing;

pub use betting::Betting;
pub use change::ComingFixture;
pub use coverage::ServedLeague;
pub use fitted::FittedLeague;
pub use freshness::InputFreshness;
pub use paired::PairedForecast;
pub use refresh::{RefreshInput, first, refresh};
pub use rollback::{Alarm, Rollback, RollbackInput, rollback};
pub use shadow::shadow;
pub use specification::specification;
