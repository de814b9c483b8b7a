//! Trainings of the real binary that are killed, paused and starved: each has its effects once, whatever happens.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop loudly"
)]

#[path = "support/binary.rs"]
mod binary;
#[path = "support/databases.rs"]
mod databases;
#[path = "support/services/postgres.rs"]
mod postgres;

#[path = "survival/killed.rs"]
mod killed;
#[path = "survival/many.rs"]
mod many;
#[path = "survival/paused.rs"]
mod paused;
#[path = "survival/stage.rs"]
mod stage;
#[path = "survival/starved.rs"]
mod starved;
