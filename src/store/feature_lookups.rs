//! What became of the feature store's lookups: counts by hour, which every program adds to and every monitor reads.

use chrono::{DateTime, DurationRound, TimeDelta, Utc};

use super::{Context, StoreError, Tx, counters::add_to_counter, with_tx};
use crate::{
    domain::{Counter, FeatureEvent, FeatureView},
    metrics::FeatureTally,
};

/// Counts older than this are forgotten.
const KEPT: TimeDelta = TimeDelta::days(28);

/// Adds counts to those of the hour of `now` (engine clock).
///
/// # Errors
/// When the query fails.
pub async fn add_feature_lookups(tx: &mut Tx, now: DateTime<Utc>, tally: &FeatureTally) -> Result<(), StoreError> {
    const ADD: &str = "INSERT INTO feature_lookups (hour, feature_view, event, n) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (hour, feature_view, event) DO UPDATE SET n = feature_lookups.n + excluded.n";
    const FORGET: &str = "DELETE FROM feature_lookups WHERE hour < $1";
    let hour = now.duration_trunc(TimeDelta::hours(1)).unwrap_or(now);
    for (view, event, n) in tally.iter() {
        let rows = i64::try_from(n).unwrap_or(i64::MAX);
        with_tx!(&mut *tx, c => sqlx::query(ADD).bind(hour).bind(view.as_str()).bind(event.as_str()).bind(rows)
            .execute(c).await.map(drop))
        .doing("count the lookups of features")?;
        if FeatureEvent::OUTCOMES.contains(&event) {
            add_to_counter(tx, Counter::FeatureLookups, view.as_str(), event.as_str(), n).await?;
        }
    }
    with_tx!(tx, c => sqlx::query(FORGET).bind(now - KEPT).execute(c).await.map(drop))
        .doing("forget old counts of lookups")
}

/// Counts of the hours from the one of `since` on. A word of a newer program is left out.
///
/// # Errors
/// When the query fails.
pub async fn feature_lookups_since(tx: &mut Tx, since: DateTime<Utc>) -> Result<FeatureTally, StoreError> {
    const SQL: &str = "SELECT feature_view, event, CAST(SUM(n) AS BIGINT) FROM feature_lookups WHERE hour >= $1 \
         GROUP BY feature_view, event";
    let since = since.duration_trunc(TimeDelta::hours(1)).unwrap_or(since);
    let rows: Vec<(String, String, i64)> =
        with_tx!(tx, c => sqlx::query_as(SQL).bind(since).fetch_all(c).await).doing("load the counts of lookups")?;
    let mut tally = FeatureTally::default();
    for (view, event, n) in rows {
        if let (Ok(view), Ok(event)) = (view.parse::<FeatureView>(), event.parse::<FeatureEvent>()) {
            tally.add(view, event, u64::try_from(n).unwrap_or(0));
        }
    }
    Ok(tally)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Db, OpenMode};

    #[tokio::test]
    async fn counts_add_up_within_an_hour_and_are_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(folder.path().join("t.db"), OpenMode::ReadWrite).await.unwrap();
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let mut tally = FeatureTally::default();
        tally.add(FeatureView::Form, FeatureEvent::Hit, 3);
        let mut tx = db.write().await.unwrap();
        for time in ["2026-11-24T10:59:59Z", "2026-11-24T11:00:00Z", "2026-11-24T11:59:00Z"] {
            add_feature_lookups(&mut tx, at(time), &tally).await.unwrap();
        }
        let since = async |tx: &mut Tx, time| feature_lookups_since(tx, at(time)).await.unwrap().lookups();
        assert_eq!(since(&mut tx, "2026-11-24T11:30:00Z").await, 6);
        assert_eq!(since(&mut tx, "2026-11-24T10:30:00Z").await, 9);
        assert_eq!(since(&mut tx, "2026-11-24T12:00:00Z").await, 0);
        add_feature_lookups(&mut tx, at("2027-11-24T10:00:00Z"), &tally)
            .await
            .unwrap();
        assert_eq!(since(&mut tx, "2026-01-01T00:00:00Z").await, 3);
    }
}
