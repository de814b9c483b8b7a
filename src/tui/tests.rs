//! The monitor as a whole: what it shows, what it does, and what it sends.

mod bytes;
mod cost;
mod drift_screen;
mod event_loop;
mod keys;
mod list_screens;
mod model_screen;
mod panics;
mod profiles;
#[allow(dead_code, reason = "the tests of the whole binary need more of it")]
#[path = "../../tests/support/terminal.rs"]
mod pty;
mod robustness;
mod shots;
