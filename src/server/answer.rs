//! What is answered, made of a snapshot alone.

pub(super) mod activity;
pub(super) mod dashboard;
pub(super) mod events;
pub(super) mod features;
pub(super) mod freshness;
pub(super) mod health;
pub(super) mod model_health;
pub(super) mod models;
pub(super) mod numbers;
pub(super) mod reading;
pub(super) mod runs;
