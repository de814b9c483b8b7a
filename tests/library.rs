//! The library on both databases and on the services that it works with: PostgreSQL, Redis, MLflow, and a server that gives
//! out match files.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    missing_docs,
    reason = "a test that cannot go on should stop loudly"
)]

#[path = "support/binary.rs"]
mod binary;
#[path = "support/databases.rs"]
mod databases;
#[path = "support/services/postgres.rs"]
mod postgres;
#[path = "support/services/proxy.rs"]
mod proxy;
#[path = "support/worker.rs"]
mod worker;

#[path = "library/alert_outbox.rs"]
mod alert_outbox;
#[path = "library/bell.rs"]
mod bell;
#[path = "library/counters.rs"]
mod counters;
#[path = "library/data_quality.rs"]
mod data_quality;
#[path = "library/held.rs"]
mod held;
#[path = "library/queue.rs"]
mod queue;
#[path = "library/schedule.rs"]
mod schedule;
#[path = "library/screens.rs"]
mod screens;
#[path = "library/shadow.rs"]
mod shadow;
#[path = "library/training.rs"]
mod training;

mod features;
mod fetch;
mod mlflow;
#[path = "postgres.rs"]
mod postgresql;
