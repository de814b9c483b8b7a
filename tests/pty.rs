//! The monitor as an operator meets it: the real binary in a pseudo-terminal.

#[path = "pty/actions.rs"]
mod actions;
#[path = "pty/configuration.rs"]
mod configuration;
#[path = "pty/endings.rs"]
mod endings;
#[path = "pty/logs.rs"]
mod logs;
#[path = "pty/pictures.rs"]
mod pictures;
#[path = "pty/screens.rs"]
mod screens;
#[path = "pty/stage.rs"]
mod stage;
#[path = "pty/svg.rs"]
mod svg;
#[path = "pty/trainings.rs"]
mod trainings;
#[path = "pty/wire.rs"]
mod wire;

use crate::{binary, terminal};
