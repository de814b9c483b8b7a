//! The monitor as a whole: what it shows, what it does, and what it sends.

mod bytes;
mod cost;
mod drift_screen;
mod event_loop;
mod handing_out;
mod keys;
mod list_screens;
mod model_screen;
mod mouse;
mod panics;
mod profiles;
#[allow(dead_code, reason = "the tests of the whole binary need more of it")]
#[path = "../../tests/support/terminal.rs"]
mod pty;
mod questions;
mod robustness;
mod shots;
mod shown;
mod texts;
