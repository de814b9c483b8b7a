//! The monitor as an operator meets it: the real binary in a pseudo-terminal.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that cannot go on should stop loudly"
)]

#[path = "support/binary.rs"]
mod binary;
#[path = "pty/endings.rs"]
mod endings;
#[path = "pty/screens.rs"]
mod screens;
#[path = "pty/stage.rs"]
mod stage;
#[path = "support/terminal.rs"]
mod terminal;
#[path = "pty/trainings.rs"]
mod trainings;
#[path = "pty/wire.rs"]
mod wire;
