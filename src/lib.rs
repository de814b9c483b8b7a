//! The metrics engine under **touchline**: it holds the probability model, the scores, the drift verdicts, the training
//! pipeline and the store of a football match-probability service. The terminal, the command line and the HTTP API are readers of one
//! [`engine::Snapshot`].
//!
//! # Floors
//!
//! Folders are floors; a module uses those below it and never one above. `tests/architecture.rs` asserts the arrows.
//!
//! ```text
//! bin   cli/  tui/                 one file a command; the monitor
//! lib   server/                    the HTTP API, events, metrics
//!       report/                    a snapshot as text, JSON, Prometheus, exit code
//!       engine/                    Engine: open, snapshot, act; pollers, overall status
//!       training/                  queue, worker, stages, settling, demo replay
//!       ingest/  features/  registry/   football-data.co.uk files; the online feature store; MLflow told of what is in it
//!       store/                     the database: one text for each query
//!       metrics/   model/          pure: scores, tallies, drift, gates, freshness, data quality; Dixon-Coles, odds
//!       domain/    config/   tail/  plain types; layered, validated settings; log files as they grow
//! ```
//!
//! `domain`, `model` and `metrics` are pure: no clock, no I/O, no async, no database type.
//!
//! # The way of a prediction, from file to screen
//!
//! ```text
//! E0_2324.csv ──ingest──▶ matches, odds ──training::stages──▶ model::fit ──▶ a model version ──gate──▶ champion
//!                                                                  │
//!          fixtures ──training::forecast (model, de-vigged market)─┴─▶ predictions (origin live)
//!                    (the same by versions that are not served) ─────▶ predictions (origin shadow), for the gates alone
//!          past matches ──training::stages (weekly refits)───────────▶ predictions (origin walk_forward)
//!                                                                  │
//!          results ──training::settle──▶ metrics::Tally per (model, origin, league, day), same transaction
//!                                                                  │
//!          engine pollers: sum the tallies of a window ──▶ Snapshot ──▶ tui, report, server
//! ```
//!
//! # The way of a training, from request to champion
//!
//! ```text
//! a key, the schedule ──store::queue──▶ a run ──claim: lease, fencing token──▶ training::Worker
//!   extract ▶ validate ▶ fit ▶ calibrate ▶ evaluate ▶ register ▶ promote
//!   each stage leaves a checkpoint whose hash covers the one before: a run that is taken up again repeats one stage
//!   evaluate asks a gate (metrics::gate); promote does what it says, in one transaction with the forecasts and the run's end
//! ```
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        reason = "a test that cannot go on should stop loudly"
    )
)]

mod backoff;
mod boxed;
pub mod config;
pub mod domain;
pub mod engine;
pub mod features;
pub mod ingest;
pub mod metrics;
pub mod model;
pub mod registry;
pub mod report;
mod retry_after;
pub mod server;
pub mod store;
pub mod tail;
mod tls;
pub mod training;

pub use boxed::Boxed;
pub(crate) use tls::http_client;
pub use tls::install_crypto;

#[cfg(test)]
mod random;
