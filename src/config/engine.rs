//! `[engine]`: how often the store is asked, and over which days it is judged.

use serde::{Deserialize, Serialize};

/// `[engine]` of the configuration file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Engine {
    /// Milliseconds between two polls of a section while something trains.
    pub poll_busy_ms: u64,
    /// Milliseconds between two polls of a section otherwise.
    pub poll_idle_ms: u64,
    /// A poll that takes longer is given up, milliseconds.
    pub poll_timeout_ms: u64,
    /// Days of settled predictions that model health is judged on. A longer window is taken, and said, where this one
    /// holds none.
    pub health_window_days: u32,
}

impl Default for Engine {
    fn default() -> Self {
        Self {
            poll_busy_ms: 500,
            poll_idle_ms: 2_000,
            poll_timeout_ms: 5_000,
            health_window_days: 28,
        }
    }
}
