//! How long the features of a view are kept and used.

use std::time::Duration;

use chrono::TimeDelta;

use crate::domain::FeatureView;

const HOUR: u64 = 60 * 60;
const DAY: u64 = 24 * HOUR;

/// How long the features of a view are kept and used, and which layout they have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// Version of the fields; part of the key, so that two programs with different layouts never read each other's.
    pub schema: u32,
    /// After this long without a write the backend forgets them.
    pub ttl: Duration,
    /// Features older than this are `expired`: there, but not used.
    pub slo: TimeDelta,
}

impl Policy {
    /// The policy of a view. A model is trained weekly, forms change with each round, odds within a day.
    #[must_use]
    pub const fn of(view: FeatureView) -> Self {
        let (schema, ttl, slo) = match view {
            FeatureView::Strength => (1, 14 * DAY, TimeDelta::days(9)),
            FeatureView::Form => (1, 10 * DAY, TimeDelta::days(8)),
            FeatureView::Odds => (1, 36 * HOUR, TimeDelta::hours(24)),
        };
        Self {
            schema,
            ttl: Duration::from_secs(ttl),
            slo,
        }
    }
}
