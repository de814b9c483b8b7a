//! Everything that touches the terminal itself: modes, bytes, signals, and its disappearance.

mod capabilities;
mod clipboard;
mod gone;
mod modes;
mod panic_hook;
mod screen;
mod session;
mod signals;
mod stderr;
mod tty;
mod watchdog;

pub(crate) use capabilities::{Capabilities, ColorLevel};
pub(crate) use clipboard::Clipboard;
pub(crate) use panic_hook::install as install_panic_hook;
pub(crate) use screen::Screen;
pub(crate) use session::Session;
pub(crate) use signals::{can_suspend, spawn as spawn_signals, stop_process_group};
pub(crate) use tty::Tty;
pub(crate) use watchdog::spawn as spawn_watchdog;
