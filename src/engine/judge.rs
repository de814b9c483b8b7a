//! From rows to judgements: pure, so that every sentence on the screen can be tested without a database.

mod alerts;
mod divergence;
mod drift;
mod freshness;
mod health;
mod overall;

pub(super) use alerts::AlertBook;
pub(super) use divergence::divergence;
pub(super) use drift::league_drift;
pub(super) use freshness::heed_freshness;
pub(super) use health::{HealthInput, model_health};
pub(super) use overall::{overall, sort_by_concern};

#[cfg(test)]
mod tests;
