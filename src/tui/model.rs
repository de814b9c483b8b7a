//! What the monitor shows and where the operator is in it.

mod confirm;
mod filter;
mod focus;
mod league;
mod lists;
mod logs;
mod overlay;
mod pane;
mod profiles;
mod screen_id;
mod selection;
mod sort;
mod state;
mod targets;
mod toast;

pub(crate) use confirm::{Button, Confirm};
pub(crate) use filter::Filter;
pub(crate) use focus::Focus;
pub(crate) use league::OpenLeague;
pub(crate) use lists::Lists;
pub(crate) use logs::{LogView, Position};
pub(crate) use overlay::{Entry, Overlay, Prompt, PromptKind};
pub(crate) use pane::Pane;
pub(crate) use profiles::Profiles;
pub(crate) use screen_id::ScreenId;
pub(crate) use selection::Selection;
pub(crate) use sort::Sort;
pub(crate) use state::Model;
pub(crate) use toast::{ToastLevel, Toasts};
