//! How the model looks: pure, from the model to a buffer.

mod banner;
mod brief;
mod confirm;
mod data_pane;
mod drift_pane;
mod footer;
mod gate_pane;
mod header;
mod help;
mod layout;
mod league_pane;
mod list_pane;
mod logs;
mod messages;
mod model_pane;
mod model_panes;
mod palette;
mod pane;
mod panes;
mod part;
mod popup;
mod profiles;
mod screen;
mod screens;
mod section;
mod small;
mod training_pane;

pub(crate) use layout::{list_rows, log_rows, text_rows};
pub(crate) use screen::view;
