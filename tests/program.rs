//! The real binary from outside: as a command, as a detached worker, and as the monitor in a pseudo-terminal.
//!
//! The tests are few programs and not many: each of them holds the whole library once more, and building them is what a
//! test run takes longest for.

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
#[path = "support/terminal.rs"]
mod terminal;

mod operations;
mod product;
mod pty;
mod serve;
mod survival;
mod worker_process;
