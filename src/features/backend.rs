//! Where the features are kept.

mod memory;
mod redis;

pub use self::{
    memory::Memory,
    redis::{Patience, Redis},
};

use std::{fmt, future::Future, pin::Pin, time::Duration};

use super::{FeatureError, Fields, Stamp};

/// What a backend answers, in time.
pub type Reply<'a, T> = Pin<Box<dyn Future<Output = Result<T, FeatureError>> + Send + 'a>>;

/// A place that keeps hashes by key, forgets them in time, and writes only what is newer.
pub trait Backend: fmt::Debug + Send + Sync {
    /// `redis` or `memory`.
    fn name(&self) -> &'static str;

    /// The hash of each key, in their order; none where there is none.
    fn read<'a>(&'a self, keys: &'a [String]) -> Reply<'a, Vec<Option<Fields>>>;

    /// Writes those that are newer than what is there (see [`Stamp`]). One with the stamp of what is there renews its
    /// expiry.
    fn write<'a>(&'a self, records: &'a [KeyedRecord]) -> Reply<'a, Written>;

    /// All keys that begin with `prefix`, in no order. The prefix holds no character of a pattern.
    fn keys<'a>(&'a self, prefix: &'a str) -> Reply<'a, Vec<String>>;

    /// Is it there?
    fn pulse(&self) -> Reply<'_, Pulse>;

    /// How often it was tried to connect, and when that is tried again.
    fn attempts(&self) -> Attempts;
}

/// A record with everything that a backend has to know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyedRecord {
    /// Where it belongs.
    pub key: String,
    /// As of when, for the comparison.
    pub stamp: Stamp,
    /// Its fields, the stamp's among them.
    pub fields: Fields,
    /// After this long it is forgotten.
    pub ttl: Duration,
}

/// What became of a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Written {
    /// Records that were new or newer.
    pub newer: u64,
    /// Records with the stamp of what was there: only their expiry was renewed.
    pub renewed: u64,
    /// Records older than what was there: nothing was done.
    pub older: u64,
}

/// Attempts to connect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Attempts {
    /// Since the backend was opened.
    pub made: u64,
    /// After a failure: when the next may be made.
    pub next_in: Option<Duration>,
}

/// A sign of life.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pulse {
    /// Round trip of the smallest question; none where there is no wire.
    pub latency: Option<Duration>,
    /// Version of the server.
    pub version: Option<String>,
}

impl std::ops::AddAssign for Written {
    fn add_assign(&mut self, more: Self) {
        self.newer += more.newer;
        self.renewed += more.renewed;
        self.older += more.older;
    }
}
