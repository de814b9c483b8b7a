//! `[freshness]`: how late a source may be.

use serde::{Deserialize, Serialize};

/// `[freshness]` of the configuration file. Hours count from the end of the day on which something was due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Freshness {
    /// Results later than this warn.
    pub results_warn_hours: u32,
    /// Results later than this are in error.
    pub results_error_hours: u32,
    /// Odds later than this warn.
    pub odds_warn_hours: u32,
    /// Odds later than this are in error.
    pub odds_error_hours: u32,
    /// Codes of leagues that are kept but not followed any more: nothing of them is ever due.
    pub not_followed: Vec<String>,
}

impl Default for Freshness {
    fn default() -> Self {
        Self {
            results_warn_hours: 36,
            results_error_hours: 96,
            odds_warn_hours: 36,
            odds_error_hours: 96,
            not_followed: Vec::new(),
        }
    }
}
