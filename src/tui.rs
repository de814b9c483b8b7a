//! The monitor: an Elm loop over the engine's snapshots.
//!
//! ```text
//! input thread ─┐                     ┌─▶ engine (tokio)
//! signals ──────┤    bounded          │
//! watchdog ─────┼──▶ inbox ──▶ update ┴─▶ effects
//! engine ───────┤              │
//! log feed ─────┘              ▼
//!                        model ──▶ view ──▶ buffer ──▶ only what differs ──▶ terminal
//! ```
//!
//! `update` and `view` are pure: the time comes in as a message, and what has to be done goes out as an effect.

mod action;
mod configuration;
mod event_loop;
mod export;
mod input;
mod listing;
pub(crate) mod logging;
mod message;
mod model;
mod port;
mod run;
mod terminal;
mod theme;
mod update;
mod view;
mod widget;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;

pub(crate) use configuration::{Loader, Reconfiguration, keymap};
pub(crate) use port::{Opener, Opening};
pub(crate) use run::{Settings, run};
pub(crate) use widget::{age, duration};
