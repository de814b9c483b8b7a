//! The memory of this process, where no Redis is configured. Each process has its own; nothing outlives it.

use std::time::{Duration, Instant};

use moka::{
    Expiry,
    ops::compute::{CompResult, Op},
    sync::Cache,
};

use super::{Attempts, Backend, KeyedRecord, Pulse, Reply, Written};
use crate::features::Fields;

/// Bytes of keys and fields that are kept at most: some hundred thousand records.
const MOST_BYTES: u64 = 64 << 20;

/// A bounded cache with an expiry for each record.
#[derive(Debug)]
pub struct Memory(Cache<String, KeyedRecord>);

impl Default for Memory {
    fn default() -> Self {
        let cache = Cache::builder()
            .weigher(|key: &String, record: &KeyedRecord| weight(key, record))
            .max_capacity(MOST_BYTES)
            .expire_after(TimeToLive);
        Self(cache.build())
    }
}

fn weight(key: &str, record: &KeyedRecord) -> u32 {
    let fields: usize = record.fields.iter().map(|(name, value)| name.len() + value.len()).sum();
    u32::try_from(2 * key.len() + fields).unwrap_or(u32::MAX)
}

/// Each record lives as long as it says from its last write.
struct TimeToLive;

impl Expiry<String, KeyedRecord> for TimeToLive {
    fn expire_after_create(&self, _key: &String, record: &KeyedRecord, _at: Instant) -> Option<Duration> {
        Some(record.ttl)
    }

    fn expire_after_update(
        &self,
        _key: &String,
        record: &KeyedRecord,
        _at: Instant,
        _left: Option<Duration>,
    ) -> Option<Duration> {
        Some(record.ttl)
    }
}

impl Memory {
    fn put(&self, record: &KeyedRecord, written: &mut Written) {
        let entry = self.0.entry_by_ref(&record.key);
        let mut same = false;
        let result = entry.and_compute_with(|stored| match stored.map(moka::Entry::into_value) {
            Some(stored) if stored.stamp == record.stamp => {
                same = true;
                Op::Put(stored)
            }
            Some(stored) if stored.stamp.at > record.stamp.at => Op::Nop,
            _ => Op::Put(record.clone()),
        });
        match result {
            CompResult::Unchanged(_) | CompResult::StillNone(_) => written.older += 1,
            _ if same => written.renewed += 1,
            _ => written.newer += 1,
        }
    }
}

impl Backend for Memory {
    fn name(&self) -> &'static str {
        "memory"
    }

    fn read<'a>(&'a self, keys: &'a [String]) -> Reply<'a, Vec<Option<Fields>>> {
        let found = keys.iter().map(|key| self.0.get(key).map(|record| record.fields));
        Box::pin(std::future::ready(Ok(found.collect())))
    }

    fn write<'a>(&'a self, records: &'a [KeyedRecord]) -> Reply<'a, Written> {
        let mut written = Written::default();
        for record in records {
            self.put(record, &mut written);
        }
        Box::pin(std::future::ready(Ok(written)))
    }

    fn keys<'a>(&'a self, prefix: &'a str) -> Reply<'a, Vec<String>> {
        let keys = self.0.iter().map(|(key, _)| key.as_ref().clone());
        Box::pin(std::future::ready(Ok(keys
            .filter(|key| key.starts_with(prefix))
            .collect())))
    }

    fn pulse(&self) -> Reply<'_, Pulse> {
        Box::pin(std::future::ready(Ok(Pulse::default())))
    }

    fn attempts(&self) -> Attempts {
        Attempts::default()
    }
}
