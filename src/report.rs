//! A snapshot for readers without a terminal: text, JSON, Prometheus, exit codes.

mod check;
mod json;
mod prometheus;
mod text;

pub use check::CheckStatus;
pub use json::to_json;
pub use prometheus::prometheus;
pub use text::{write_alerts, write_status};
