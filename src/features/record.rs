//! Features as they are stored: named texts under a stamp.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{Entity, Feature, Policy};
use crate::domain::FeatureView;

/// Event time, microseconds since 1970.
const TIME: &str = "_ts";
/// Version of the model or of the row.
const VERSION: &str = "_mv";
/// Version of the layout.
const SCHEMA: &str = "_sv";

/// Features by name, with the stamp's three fields.
pub type Fields = BTreeMap<String, String>;

/// Which state of the world features describe.
///
/// A record replaces another when it is newer: its event time is later, or equal with another version. Of two states of
/// one moment the one that was read from the database last is written last, and stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// Event time (engine clock): when the model was promoted, when the source last changed the odds, as of when the form
    /// was counted.
    pub at: DateTime<Utc>,
    /// The model version of strengths, the fingerprint of the match of odds, the revision of the matches of forms.
    pub version: String,
}

/// Features to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Which.
    pub view: FeatureView,
    /// Of whom.
    pub entity: Entity,
    /// As of when.
    pub stamp: Stamp,
    fields: Vec<(&'static str, String)>,
}

impl Record {
    /// A feature, ready to be written.
    #[must_use]
    pub fn new<F: Feature>(entity: Entity, stamp: Stamp, feature: &F) -> Self {
        Self {
            view: F::VIEW,
            entity,
            stamp,
            fields: feature.fields(),
        }
    }

    /// A record of nothing but its stamp: how far a whole view is. It belongs after the view's other records.
    #[must_use]
    pub fn mark(view: FeatureView, stamp: Stamp) -> Self {
        Self {
            view,
            entity: Entity::all(),
            stamp,
            fields: Vec::new(),
        }
    }

    pub(super) fn into_fields(self) -> Fields {
        let stamp = [
            (TIME, self.stamp.at.timestamp_micros().to_string()),
            (VERSION, self.stamp.version),
            (SCHEMA, Policy::of(self.view).schema.to_string()),
        ];
        let fields = self.fields.into_iter().chain(stamp);
        fields.map(|(name, value)| (name.to_owned(), value)).collect()
    }
}

/// Features that were read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// As of when.
    pub stamp: Stamp,
    fields: Fields,
}

impl Stored {
    /// Takes what a backend holds; none where it has no stamp.
    #[must_use]
    pub fn new(fields: Fields) -> Option<Self> {
        let micros = fields.get(TIME)?.parse().ok()?;
        Some(Self {
            stamp: Stamp {
                at: DateTime::from_timestamp_micros(micros)?,
                version: fields.get(VERSION)?.clone(),
            },
            fields,
        })
    }

    /// The feature; none where a field is missing or is not what it should be.
    #[must_use]
    pub fn read<F: Feature>(&self) -> Option<F> {
        F::read(&self.fields)
    }
}
