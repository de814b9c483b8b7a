//! One section of a snapshot, with its age and its trouble.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Serialize, Serializer};

use crate::domain::SafeText;

/// How far a section can be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SectionState {
    /// Not yet asked.
    Loading,
    /// The last poll answered.
    Fresh,
    /// The last polls failed; the value is the last good one.
    Stale,
    /// No poll ever answered.
    Failed,
    /// The last poll answered that nothing has been collected.
    Empty,
}

impl SectionState {
    /// The last poll answered.
    #[must_use]
    pub const fn is_current(self) -> bool {
        matches!(self, Self::Fresh | Self::Empty)
    }
}

/// A section's value as it was last read, and how the reading went. A failed poll keeps the last good value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fetched<T> {
    /// How far `value` can be believed.
    pub state: SectionState,
    /// When `value` was read, on the wall clock (UTC).
    pub as_of: Option<DateTime<Utc>>,
    /// How long the last poll took.
    #[serde(rename = "latency_ms", serialize_with = "as_milliseconds")]
    pub latency: Duration,
    /// Why the last poll failed; never holds a secret.
    pub error: Option<SafeText>,
    /// When a failed poll is tried again, on the wall clock (UTC).
    pub next_attempt: Option<DateTime<Utc>>,
    /// The last good value.
    pub value: Option<T>,
}

impl<T> Fetched<T> {
    /// Before the first poll.
    #[must_use]
    pub const fn loading() -> Self {
        Self {
            state: SectionState::Loading,
            as_of: None,
            latency: Duration::ZERO,
            error: None,
            next_attempt: None,
            value: None,
        }
    }

    /// A poll answered with a value.
    #[must_use]
    pub const fn fresh(value: T, as_of: DateTime<Utc>, latency: Duration) -> Self {
        Self {
            state: SectionState::Fresh,
            as_of: Some(as_of),
            latency,
            error: None,
            next_attempt: None,
            value: Some(value),
        }
    }

    /// A poll answered that there is nothing: the value says what is missing.
    #[must_use]
    pub const fn empty(value: T, as_of: DateTime<Utc>, latency: Duration) -> Self {
        let mut fetched = Self::fresh(value, as_of, latency);
        fetched.state = SectionState::Empty;
        fetched
    }

    /// A poll failed: the last good value stays, marked stale.
    #[must_use]
    pub fn failed(self, error: SafeText, latency: Duration, next_attempt: DateTime<Utc>) -> Self {
        Self {
            state: if self.value.is_some() {
                SectionState::Stale
            } else {
                SectionState::Failed
            },
            latency,
            error: Some(error),
            next_attempt: Some(next_attempt),
            ..self
        }
    }
}

fn as_milliseconds<S: Serializer>(latency: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64((latency.as_secs_f64() * 1e6).round() / 1e3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_keeps_the_last_good_value() {
        let now = DateTime::UNIX_EPOCH;
        let never = Fetched::<u8>::loading().failed("refused".into(), Duration::ZERO, now);
        assert_eq!((never.state, never.value), (SectionState::Failed, None));
        let later = Fetched::fresh(7, now, Duration::ZERO).failed("refused".into(), Duration::ZERO, now);
        assert_eq!(
            (later.state, later.value, later.as_of),
            (SectionState::Stale, Some(7), Some(now))
        );
    }
}
