//! Brings the online feature store up to date: after a promotion, after new results and odds, and later whatever it missed
//! while it was down.
//!
//! Nothing here holds up or fails what it follows. A store that does not answer is told of in the log, what could not be
//! written is counted, and the next idle worker makes it up.

mod records;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

pub(super) use records::{early_markets, market_entity, market_stamp, strength_stamp, team_histories};
use records::{forms, markets, strengths};

use super::parameters::ChampionParameters;
use crate::{
    boxed::Boxed,
    domain::{FeatureEvent, FeatureView, with_causes},
    features::{Entity, FeatureError, FeatureStore, Record, Stamp},
    metrics::FeatureTally,
    store::{self, Db, StoreError, Subject},
};

/// Matches of this many days hold the last twenty of every team that still plays.
const FORM_REACHES_BACK: TimeDelta = TimeDelta::days(400);
/// Forms are counted anew after this long even without a new match: days of rest go by, and what is kept expires.
const FORM_LASTS: TimeDelta = TimeDelta::days(1);

/// Writes the champion's strengths of every team.
///
/// # Errors
/// When the database fails.
#[must_use]
pub fn refresh_strengths<'a>(
    db: &'a Db,
    features: &'a FeatureStore,
    now: DateTime<Utc>,
) -> Boxed<'a, Result<(), StoreError>> {
    Box::pin(async move {
        let mut tx = db.read().await?;
        let Some(champion) = store::champion_in_force(&mut tx).await? else {
            return Ok(());
        };
        let (_, parameters) = store::model_parameters(&mut tx, champion.id).await?;
        let parameters = ChampionParameters::from_json(&parameters)?;
        let names = store::spelled_names(&mut tx).await?;
        drop(tx);
        deliver(db, features, strengths(&champion, &parameters, &names), now).await
    })
}

/// Writes the form of every team and the early market of every coming match.
///
/// # Errors
/// When the database fails.
#[must_use]
pub fn refresh_matches<'a>(
    db: &'a Db,
    features: &'a FeatureStore,
    now: DateTime<Utc>,
) -> Boxed<'a, Result<(), StoreError>> {
    Box::pin(async move {
        let mut tx = db.read().await?;
        let stamp = Stamp {
            at: now,
            version: store::revision(&mut tx, Subject::Matches).await?.to_string(),
        };
        let played = store::played_since(&mut tx, form_reaches_back_to(now.date_naive())).await?;
        let coming = store::coming_matches(&mut tx, now).await?;
        let ids: Vec<i64> = coming.iter().map(|coming| coming.id).collect();
        let odds = store::odds_of_matches(&mut tx, &ids).await?;
        drop(tx);
        let mut records = markets(&coming, &odds);
        records.extend(forms(&played, &stamp));
        deliver(db, features, records, now).await
    })
}

/// Makes up what was missed: writes what the store does not have as the database has it.
///
/// # Errors
/// When the database fails.
#[must_use]
pub fn catch_up_features<'a>(
    db: &'a Db,
    features: &'a FeatureStore,
    now: DateTime<Utc>,
) -> Boxed<'a, Result<(), StoreError>> {
    Box::pin(async move {
        let mut tx = db.read().await?;
        let champion = store::champion_in_force(&mut tx).await?;
        let revision = store::revision(&mut tx, Subject::Matches).await?.to_string();
        drop(tx);
        let stamps = async {
            let strengths = whole_view(features, FeatureView::Strength).await?;
            Ok((strengths, whole_view(features, FeatureView::Form).await?))
        };
        let (strengths, forms) = match stamps.await {
            Ok(stamps) => stamps,
            Err(error) => {
                tell(&error);
                return Ok(());
            }
        };
        if champion.is_some_and(|champion| strengths != Some(strength_stamp(&champion))) {
            refresh_strengths(db, features, now).await?;
        }
        if forms.is_none_or(|stamp| stamp.version != revision || now - stamp.at >= FORM_LASTS) {
            refresh_matches(db, features, now).await?;
        }
        Ok(())
    })
}

/// How far a whole view is.
async fn whole_view(features: &FeatureStore, view: FeatureView) -> Result<Option<Stamp>, FeatureError> {
    let found = features.peek(view, &[Entity::all()]).await?;
    Ok(found.into_iter().flatten().next().map(|stored| stored.stamp))
}

/// Writes records outside any transaction; what cannot be written is counted.
async fn deliver(db: &Db, features: &FeatureStore, records: Vec<Record>, now: DateTime<Utc>) -> Result<(), StoreError> {
    let mut unwritten = FeatureTally::default();
    for record in &records {
        unwritten.add(record.view, FeatureEvent::Unwritten, 1);
    }
    match features.write(records).await {
        Ok(written) => {
            tracing::debug!(
                "features written: {} newer, {} as they were, {} older than what is there",
                written.newer,
                written.renewed,
                written.older
            );
            Ok(())
        }
        Err(error) => {
            tell(&error);
            let mut tx = db.write().await?;
            store::add_feature_lookups(&mut tx, now, &unwritten).await?;
            tx.commit().await
        }
    }
}

/// A pause is no news: the failure before it was told.
pub(super) fn tell(error: &FeatureError) {
    if let FeatureError::Paused { .. } = error {
        tracing::debug!("the feature store is left alone: {error}");
    } else {
        let why = with_causes(error);
        tracing::warn!("the feature store is down, forecasts read from the database instead: {why}");
    }
}

/// The day from which matches make a form on another day.
pub(super) fn form_reaches_back_to(today: NaiveDate) -> NaiveDate {
    today - FORM_REACHES_BACK
}
