//! What the monitor shows and where the operator is in it.

mod confirm;
mod filter;
mod lists;
mod logs;
mod overlay;
mod screen_id;
mod selection;
mod state;
mod toast;

pub(crate) use confirm::{Button, Confirm};
pub(crate) use filter::Filter;
pub(crate) use lists::{Lists, row_keys};
pub(crate) use logs::{LogView, Position};
pub(crate) use overlay::{Entry, Overlay, Prompt, PromptKind};
pub(crate) use screen_id::{Pane, ScreenId};
pub(crate) use selection::Selection;
pub(crate) use state::Model;
pub(crate) use toast::{ToastLevel, Toasts};
