//! Settings, layered and validated: flags over environment over file over defaults.

mod monitor;

pub use monitor::{ColorMode, Monitor, ThemeName};
