//! The library on both databases. One program for all of it: each of them holds the whole library once more, and building them
//! is what a test run takes longest for.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    missing_docs,
    reason = "a test that cannot go on should stop loudly"
)]

#[path = "support/databases.rs"]
mod databases;
#[path = "support/services/postgres.rs"]
mod postgres;
#[path = "support/worker.rs"]
mod worker;

#[path = "library/bell.rs"]
mod bell;
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
