//! From rows to judgements: pure, so that every sentence on the screen can be tested without a database.

mod alerts;
mod divergence;
mod drift;
mod freshness;
mod health;
mod history;
mod overall;
mod parts;
mod registry;

pub use alerts::ALERT_RULES;
pub(super) use alerts::{AlertBook, Step, Watch};
pub(super) use divergence::divergence;
pub(super) use drift::league_drift;
pub(super) use freshness::heed_freshness;
pub(super) use health::{HealthInput, model_health};
pub(super) use overall::{overall, sort_by_concern};
pub(super) use registry::{RegistryFacts, registry};

#[cfg(test)]
mod tests;
