//! `[schedule]`: what a worker asks for without anyone's hand.

mod recurrence;
mod time_zone;

use serde::{Deserialize, Serialize};

pub use recurrence::{Recurrence, RecurrenceError};
pub use time_zone::{TimeZone, TimeZoneError};

/// `[schedule]` of the configuration file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Schedule {
    /// When all leagues are retrained. Tuesday at four is after the matches of Monday night.
    pub retrain: Recurrence,
    /// Where `retrain` is read off the clock.
    pub time_zone: TimeZone,
    /// A retraining that was missed is made up for within this many hours, once however many were missed.
    pub misfire_hours: u32,
    /// Retrain where a league's drift is high.
    pub retrain_on_drift: bool,
    /// Hours after a training of a league in which its drift asks for no other one. A refit on the same matches changes
    /// nothing: by default the weekly retraining comes first.
    pub drift_cooldown_hours: u32,
}

impl Default for Schedule {
    fn default() -> Self {
        Self {
            retrain: Recurrence::tuesday_at_four(),
            time_zone: TimeZone::default(),
            misfire_hours: 24,
            retrain_on_drift: false,
            drift_cooldown_hours: 168,
        }
    }
}
