//! The engine: polls the store, keeps one [`Snapshot`], and carries out an operator's actions. It knows no terminal.

mod action;
mod fetched;
mod handle;
mod sections;
mod snapshot;

pub use action::{ActError, Action, Actor, Receipt};
pub use fetched::{Fetched, SectionState};
pub use handle::Engine;
pub use sections::*;
pub use snapshot::{Access, ClockReading, Replay, SCHEMA, Sections, Snapshot};
