//! A time zone by its IANA name, checked when it is read.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// A time zone of the IANA database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeZone(Tz);

/// A name that no time zone has.
#[derive(Debug, thiserror::Error)]
#[error("schedule.time-zone = {0:?} is no time zone; expected is an IANA name, as \"Europe/London\" or \"UTC\"")]
pub struct TimeZoneError(String);

impl TimeZone {
    /// The rules of its clock.
    #[must_use]
    pub const fn rules(self) -> Tz {
        self.0
    }
}

impl Default for TimeZone {
    fn default() -> Self {
        Self(Tz::Europe__London)
    }
}

impl TryFrom<String> for TimeZone {
    type Error = TimeZoneError;

    fn try_from(name: String) -> Result<Self, TimeZoneError> {
        name.parse().map(Self).map_err(|_unknown| TimeZoneError(name))
    }
}

impl From<TimeZone> for String {
    fn from(zone: TimeZone) -> Self {
        zone.0.name().to_owned()
    }
}
