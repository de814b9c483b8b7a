//! The monitor as an operator meets it: the real binary in a pseudo-terminal.

#[path = "pty/endings.rs"]
mod endings;
#[path = "pty/screens.rs"]
mod screens;
#[path = "pty/stage.rs"]
mod stage;
#[path = "pty/trainings.rs"]
mod trainings;
#[path = "pty/wire.rs"]
mod wire;

use crate::{binary, terminal};
