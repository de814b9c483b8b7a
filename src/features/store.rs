//! The store as its users see it.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{
    Attempts, Backend, Entity, FeatureError, Fields, KeyedRecord, Memory, Patience, Policy, Pulse, Record, Redis,
    Stamp, Stored, Written, entity::escape,
};
use crate::{
    config::ServiceUrl,
    domain::{FeatureEvent, FeatureView},
    metrics::FeatureTally,
};

/// The features of one profile. Clones share it.
#[derive(Debug, Clone)]
pub struct FeatureStore {
    environment: String,
    backend: Arc<dyn Backend>,
}

/// What is looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Which features.
    pub view: FeatureView,
    /// Of whom.
    pub entity: Entity,
    /// The state that the database has: features of any other are not used.
    pub stamp: Stamp,
}

/// What a lookup came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Looked {
    /// The hits, in the order of what was wanted.
    pub found: Vec<Option<Stored>>,
    /// The outcomes.
    pub tally: FeatureTally,
    /// Why the store did not answer.
    pub error: Option<FeatureError>,
}

/// What there is of a view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Census {
    /// Entities.
    pub entities: u64,
    /// Event time of the oldest of them.
    pub oldest: Option<DateTime<Utc>>,
    /// Event time of the newest.
    pub newest: Option<DateTime<Utc>>,
}

impl FeatureStore {
    /// The store of a profile: Redis where an address is given, else the memory of this process. Nothing is connected to.
    #[must_use]
    pub fn open(profile: &str, redis: Option<&ServiceUrl>) -> Self {
        match redis {
            Some(url) => Self::on(profile, Redis::new(url, Patience::default())),
            None => Self::on(profile, Memory::default()),
        }
    }

    /// The store of a profile on a given backend.
    #[must_use]
    pub fn on(profile: &str, backend: impl Backend + 'static) -> Self {
        Self {
            environment: escape(profile),
            backend: Arc::new(backend),
        }
    }

    /// `redis` or `memory`.
    #[must_use]
    pub fn backend(&self) -> &'static str {
        self.backend.name()
    }

    /// How often it was tried to connect, and when that is tried again.
    #[must_use]
    pub fn attempts(&self) -> Attempts {
        self.backend.attempts()
    }

    /// Looks everything up in one round trip, and judges what is found: a record serves where its stamp is the one wanted
    /// and it is not older than its view allows. It never fails: what is no hit the caller takes from the database.
    pub async fn look_up(&self, wanted: &[Wanted], now: DateTime<Utc>) -> Looked {
        let keys: Vec<String> = wanted.iter().map(|want| self.key(want.view, &want.entity)).collect();
        let mut looked = Looked::default();
        match self.backend.read(&keys).await {
            Ok(hashes) => {
                for (want, hash) in wanted.iter().zip(hashes) {
                    let (outcome, hit) = judge(want, hash, now);
                    looked.tally.add(want.view, outcome, 1);
                    looked.found.push(hit);
                }
            }
            Err(error) => {
                for want in wanted {
                    looked.tally.add(want.view, FeatureEvent::Error, 1);
                }
                looked.found.resize(wanted.len(), None);
                looked.error = Some(error);
            }
        }
        looked
    }

    /// What is there, whatever its age. This is no lookup: it is not counted.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn peek(&self, view: FeatureView, entities: &[Entity]) -> Result<Vec<Option<Stored>>, FeatureError> {
        let keys: Vec<String> = entities.iter().map(|entity| self.key(view, entity)).collect();
        let hashes = self.backend.read(&keys).await?;
        Ok(hashes.into_iter().map(|hash| hash.and_then(Stored::new)).collect())
    }

    /// Writes the records that are newer than what is there.
    ///
    /// # Errors
    /// When the store does not answer; some of them may be written then.
    pub async fn write(&self, records: Vec<Record>) -> Result<Written, FeatureError> {
        let keyed: Vec<KeyedRecord> = records.into_iter().map(|record| self.keyed(record)).collect();
        self.backend.write(&keyed).await
    }

    /// Counts the entities of a view, and how old they are.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn census(&self, view: FeatureView) -> Result<Census, FeatureError> {
        let all = self.key(view, &Entity::all());
        let mut keys = self.backend.keys(&self.prefix(view)).await?;
        keys.retain(|key| *key != all);
        let hashes = self.backend.read(&keys).await?;
        let times: Vec<DateTime<Utc>> = hashes
            .into_iter()
            .filter_map(|hash| Some(Stored::new(hash?)?.stamp.at))
            .collect();
        Ok(Census {
            entities: times.len() as u64,
            oldest: times.iter().min().copied(),
            newest: times.iter().max().copied(),
        })
    }

    /// The census of every view.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn censuses(&self) -> Result<Vec<(FeatureView, Census)>, FeatureError> {
        let mut views = Vec::new();
        for view in FeatureView::ALL {
            views.push((view, self.census(view).await?));
        }
        Ok(views)
    }

    /// Is the backend there?
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn pulse(&self) -> Result<Pulse, FeatureError> {
        self.backend.pulse().await
    }

    /// `fs:{profile}:{view}:v{schema}:{entity}`.
    fn key(&self, view: FeatureView, entity: &Entity) -> String {
        format!("{}{}", self.prefix(view), entity.as_str())
    }

    fn prefix(&self, view: FeatureView) -> String {
        format!("fs:{}:{view}:v{}:", self.environment, Policy::of(view).schema)
    }

    fn keyed(&self, record: Record) -> KeyedRecord {
        KeyedRecord {
            key: self.key(record.view, &record.entity),
            stamp: record.stamp.clone(),
            ttl: Policy::of(record.view).ttl,
            fields: record.into_fields(),
        }
    }
}

/// The outcome of a lookup that was answered.
fn judge(want: &Wanted, hash: Option<Fields>, now: DateTime<Utc>) -> (FeatureEvent, Option<Stored>) {
    let Some(fields) = hash else {
        return (FeatureEvent::Miss, None);
    };
    let Some(stored) = Stored::new(fields) else {
        return (FeatureEvent::Error, None);
    };
    if stored.stamp == want.stamp && now - stored.stamp.at <= Policy::of(want.view).slo {
        (FeatureEvent::Hit, Some(stored))
    } else {
        (FeatureEvent::Expired, None)
    }
}

#[cfg(test)]
mod tests;
