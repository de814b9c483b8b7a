//! `GET /api/data/freshness`

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::reading::Reading;
use crate::{
    domain::FreshnessStatus,
    engine::{Snapshot, SourceFreshness},
};

/// Is the data fresh?
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(in crate::server) struct FreshnessAnswer {
    /// Every source, the worst first.
    data: Vec<SourceRow>,
    success: bool,
    /// How far this can be believed.
    reading: Reading,
}

/// One source.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::server) struct SourceRow {
    /// Kind and league: `results E0`.
    source: String,
    /// When a file of it was last loaded.
    last_updated: Option<DateTime<Utc>>,
    /// Matches with a score, or with odds, in the database.
    record_count: u64,
    /// `fresh`, `warning`, `error`, `idle` where nothing is due, or `never`.
    status: &'static str,
    /// The day of the last match that it told of.
    last_event: Option<DateTime<Utc>>,
    /// Seconds since something was due that has not arrived.
    overdue_seconds: Option<i64>,
    /// Overdue seconds from which it warns.
    warn_after_seconds: i64,
    /// Overdue seconds from which it is in error.
    error_after_seconds: i64,
    /// Rows of its files in quarantine.
    quarantined: u64,
    /// The status in one sentence.
    reason: String,
}

pub(in crate::server) fn freshness(snapshot: &Snapshot) -> FreshnessAnswer {
    FreshnessAnswer {
        data: sources(snapshot),
        success: snapshot.sections.data_freshness.value.is_some(),
        reading: Reading::from(&snapshot.sections.data_freshness),
    }
}

pub(super) fn sources(snapshot: &Snapshot) -> Vec<SourceRow> {
    snapshot
        .sections
        .data_freshness
        .value
        .iter()
        .flatten()
        .map(source)
        .collect()
}

fn source(of: &SourceFreshness) -> SourceRow {
    SourceRow {
        source: of.source.to_string(),
        last_updated: of.last_loaded_at,
        record_count: of.rows,
        status: match of.status {
            FreshnessStatus::Pass => "fresh",
            FreshnessStatus::Warn => "warning",
            FreshnessStatus::Error => "error",
            FreshnessStatus::Idle => "idle",
            FreshnessStatus::Never => "never",
        },
        last_event: of.last_event_at,
        overdue_seconds: of.overdue_s,
        warn_after_seconds: of.warn_after_s,
        error_after_seconds: of.error_after_s,
        quarantined: of.quarantined,
        reason: of.reason.to_string(),
    }
}
