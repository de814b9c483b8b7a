//! The online feature store: what the service knows of teams and coming matches, ready to be read in one round trip.
//!
//! One hash for each view and entity, `fs:{profile}:{view}:v{schema}:{entity}`, behind one trait, [`Backend`]: Redis where
//! one is configured, else the memory of this process. The store is a copy. Whatever it lacks is read from the database, so
//! that it may be down, empty or old and every forecast stays the same to the last bit; a record is used only where its
//! [`Stamp`] is that of the state in the database.
//!
//! The features themselves ([`TeamStrength`], [`TeamForm`], [`EarlyMarket`]) are pure: what they are computed from and how
//! they are written as text.

mod backend;
mod entity;
mod error;
mod feature;
mod form;
mod market;
mod policy;
mod record;
mod store;
mod strength;

pub use backend::{Attempts, Backend, KeyedRecord, Memory, Patience, Pulse, Redis, Reply, Written};
pub use entity::Entity;
pub use error::FeatureError;
pub use feature::Feature;
pub use form::{Played, Span, TeamForm};
pub use market::{EarlyMarket, Quoted};
pub use policy::Policy;
pub use record::{Fields, Record, Stamp, Stored};
pub use store::{Census, FeatureStore, Looked, Wanted};
pub use strength::TeamStrength;
