//! `touchline serve` from outside: what it answers, whom it lets in, and what it bears.

#[path = "serve/contract.rs"]
mod contract;
#[path = "serve/guard.rs"]
mod guard;
#[path = "serve/limits.rs"]
mod limits;
#[path = "serve/metrics.rs"]
mod metrics;
#[path = "serve/stage.rs"]
mod stage;
#[path = "serve/webhook.rs"]
mod webhook;
#[path = "serve/writes.rs"]
mod writes;

pub(crate) use metrics::promtool;
