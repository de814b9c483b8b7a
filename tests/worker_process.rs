//! The detached worker as a process: it depends on nobody, is one on its host, keeps a log, tells no secret, and leaves what
//! it holds to the next.

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

#[path = "worker_process/alone.rs"]
mod alone;
#[path = "worker_process/log.rs"]
mod log;
#[path = "worker_process/secrets.rs"]
mod secrets;
#[path = "worker_process/stage.rs"]
mod stage;
#[path = "worker_process/stopped.rs"]
mod stopped;
