//! Everything an operator can do, said once. Keys, footer, help, palette and read-only mode are derived from it.

mod available;
mod id;
mod keymap;
mod spec;
mod table;

pub(crate) use available::Reason;
pub(crate) use id::ActionId;
pub(crate) use keymap::Keymap;
pub(crate) use spec::{Danger, Scope, Spec};
pub(crate) use table::ACTIONS;
