//! How fresh every source is: the days on which something was due, held against what arrived.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    config,
    domain::{FreshnessStatus, SourceKind},
    metrics::{Arrival, Freshness, FreshnessInput, freshness},
    store::{self, SourceRow, StoreError, Tx},
};

/// A source with its calendar.
#[derive(Debug, Clone)]
pub struct SourceCalendar {
    /// The source.
    pub source: SourceRow,
    /// Days on which it told of something that happened.
    pub events: Vec<NaiveDate>,
    /// Days of matches without a score.
    pub fixtures: Vec<NaiveDate>,
    /// What arrived, and when.
    pub arrivals: Vec<Arrival>,
}

impl SourceCalendar {
    /// Reads those of all sources.
    ///
    /// # Errors
    /// When a query fails.
    pub async fn all(tx: &mut Tx) -> Result<Vec<Self>, StoreError> {
        let mut unplayed = HashMap::<i64, Vec<NaiveDate>>::new();
        for fixture in store::coming_fixtures(tx, NaiveDate::MIN).await? {
            unplayed.entry(fixture.league_id).or_default().push(fixture.row.date);
        }
        let mut arrivals = store::arrivals(tx).await?;
        let mut calendars = Vec::new();
        for source in store::data_sources(tx).await? {
            calendars.push(Self {
                events: store::event_days(tx, source.league_id, source.kind).await?,
                arrivals: arrivals.remove(&(source.kind, source.league_id)).unwrap_or_default(),
                fixtures: unplayed.get(&source.league_id).cloned().unwrap_or_default(),
                source,
            });
        }
        Ok(calendars)
    }

    /// Seconds after which it is warned of, and after which it is an error.
    #[must_use]
    pub const fn thresholds(&self, settings: &config::Freshness) -> (i64, i64) {
        let (warn, error) = match self.source.kind {
            SourceKind::Results => (settings.results_warn_hours, settings.results_error_hours),
            SourceKind::Odds => (settings.odds_warn_hours, settings.odds_error_hours),
        };
        (warn as i64 * 3_600, error as i64 * 3_600)
    }

    /// Whether the configuration says that anything is owed at all.
    #[must_use]
    pub fn is_followed(&self, settings: &config::Freshness) -> bool {
        !settings
            .not_followed
            .iter()
            .any(|code| code == self.source.league.as_str())
    }

    /// How fresh it is.
    #[must_use]
    pub fn judge(&self, settings: &config::Freshness, now: DateTime<Utc>) -> Freshness {
        if !self.is_followed(settings) {
            return Freshness {
                status: FreshnessStatus::Idle,
                overdue_s: None,
                due_on: None,
                next_expected: None,
                reason: "not followed, says the configuration".to_owned(),
            };
        }
        let (warn_after_s, error_after_s) = self.thresholds(settings);
        freshness(&FreshnessInput {
            events: &self.events,
            fixtures: &self.fixtures,
            now,
            warn_after_s,
            error_after_s,
        })
    }
}

/// How fresh a source was when it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SourceStatus {
    /// `results E0`.
    pub(super) source: String,
    pub(super) status: FreshnessStatus,
}

/// How fresh the sources of these leagues are, by row of the league.
pub(super) async fn source_statuses(
    tx: &mut Tx,
    leagues: &BTreeSet<i64>,
    settings: &config::Freshness,
    now: DateTime<Utc>,
) -> Result<Vec<SourceStatus>, StoreError> {
    let mut calendars = SourceCalendar::all(tx).await?;
    calendars.retain(|calendar| leagues.contains(&calendar.source.league_id));
    let status = |calendar: &SourceCalendar| SourceStatus {
        source: format!("{} {}", calendar.source.kind, calendar.source.league),
        status: calendar.judge(settings, now).status,
    };
    Ok(calendars.iter().map(status).collect())
}
