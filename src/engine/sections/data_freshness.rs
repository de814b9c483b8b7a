use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::{
    domain::{FreshnessStatus, LeagueCode, SafeText, SourceKind},
    metrics::Slo,
};

/// Is one source as fresh as its calendar asks?
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SourceFreshness {
    /// Its name: kind and league, such as `results E0`.
    pub source: SafeText,
    /// What it delivers.
    pub kind: SourceKind,
    /// Whose.
    pub league: LeagueCode,
    /// What is concluded.
    pub status: FreshnessStatus,
    /// The latest thing it told of: the day of the last match with a score, or with odds (UTC).
    pub last_event_at: Option<DateTime<Utc>>,
    /// When a file of it was last loaded (UTC).
    pub last_loaded_at: Option<DateTime<Utc>>,
    /// When its season file was last looked at over the network with success, new or not (UTC); none where it is not fetched.
    pub last_checked_at: Option<DateTime<Utc>>,
    /// Seconds since something was due that has not arrived; none where nothing is due.
    pub overdue_s: Option<i64>,
    /// Overdue seconds from which it warns.
    pub warn_after_s: i64,
    /// Overdue seconds from which it is in error.
    pub error_after_s: i64,
    /// Matches with a score, or with odds.
    pub rows: u64,
    /// Rows of its files in quarantine.
    pub quarantined: u64,
    /// Share of the daily checks of the last 28 days that were fresh; none before the first.
    pub slo: Option<Slo>,
    /// The status in one sentence.
    pub reason: SafeText,
}
