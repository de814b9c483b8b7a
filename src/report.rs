//! A snapshot for readers without a terminal: text, JSON, exit codes.

mod check;
mod json;
mod text;

pub use check::CheckStatus;
pub use json::to_json;
pub use text::write_status;
