//! Redis. It may be down when the program starts, and come and go while it runs.

mod gate;
mod line;
mod message;
mod patience;
mod script;

use std::{fmt, time::Instant};

use redis::pipe;

use line::Line;
pub use patience::Patience;

use super::{Attempts, Backend, KeyedRecord, Pulse, Reply, Written};
use crate::{
    config::ServiceUrl,
    features::{FeatureError, Fields},
};

/// Commands in one pipeline: far more than a forecast needs, and few enough to be answered well within the limit.
const AT_ONCE: usize = 500;
/// Keys that one step of a scan looks at.
const SCAN_STEP: usize = 500;

/// A Redis server.
pub struct Redis(Line);

impl Redis {
    /// A server at an address. Nothing is sent before something is asked.
    #[must_use]
    pub fn new(url: &ServiceUrl, patience: Patience) -> Self {
        Self(Line::new(url, patience))
    }

    async fn read_all(&self, keys: &[String]) -> Result<Vec<Option<Fields>>, FeatureError> {
        let mut found = Vec::with_capacity(keys.len());
        for keys in keys.chunks(AT_ONCE) {
            let mut commands = pipe();
            for key in keys {
                commands.cmd("HGETALL").arg(key);
            }
            let hashes: Vec<Fields> = self.0.ask(&commands).await?;
            // Redis answers with an empty hash where there is none.
            found.extend(hashes.into_iter().map(|hash| (!hash.is_empty()).then_some(hash)));
        }
        Ok(found)
    }

    async fn write_all(&self, records: &[KeyedRecord]) -> Result<Written, FeatureError> {
        let mut written = Written::default();
        for records in records.chunks(AT_ONCE) {
            let codes: Vec<i64> = self.0.ask(&script::write_newer(records)).await?;
            for code in codes {
                written += script::meaning(code);
            }
        }
        Ok(written)
    }

    /// `SCAN` goes through the keys step by step, and stops nobody else meanwhile as `KEYS` would.
    async fn scan(&self, prefix: &str) -> Result<Vec<String>, FeatureError> {
        let mut keys = Vec::new();
        let mut cursor = "0".to_owned();
        loop {
            let mut step = pipe();
            step.cmd("SCAN").arg(&cursor).arg("MATCH").arg(format!("{prefix}*"));
            step.arg("COUNT").arg(SCAN_STEP);
            let ((next, found),): ((String, Vec<String>),) = self.0.ask(&step).await?;
            keys.extend(found);
            if next == "0" {
                // A key may be told twice.
                keys.sort_unstable();
                keys.dedup();
                return Ok(keys);
            }
            cursor = next;
        }
    }

    async fn feel_pulse(&self) -> Result<Pulse, FeatureError> {
        // The first question may have to connect; the second tells how far away it is.
        let mut facts = pipe();
        facts.cmd("INFO").arg("server");
        let (info,): (String,) = self.0.ask(&facts).await?;
        let mut ping = pipe();
        ping.cmd("PING").ignore();
        let asked = Instant::now();
        let () = self.0.ask(&ping).await?;
        let version = info.lines().find_map(|line| line.strip_prefix("redis_version:"));
        Ok(Pulse {
            latency: Some(asked.elapsed()),
            version: version.map(|version| version.trim().to_owned()),
        })
    }
}

impl Backend for Redis {
    fn name(&self) -> &'static str {
        "redis"
    }

    fn read<'a>(&'a self, keys: &'a [String]) -> Reply<'a, Vec<Option<Fields>>> {
        Box::pin(self.read_all(keys))
    }

    fn write<'a>(&'a self, records: &'a [KeyedRecord]) -> Reply<'a, Written> {
        Box::pin(self.write_all(records))
    }

    fn keys<'a>(&'a self, prefix: &'a str) -> Reply<'a, Vec<String>> {
        Box::pin(self.scan(prefix))
    }

    fn pulse(&self) -> Reply<'_, Pulse> {
        Box::pin(self.feel_pulse())
    }

    fn attempts(&self) -> Attempts {
        self.0.attempts()
    }
}

impl fmt::Debug for Redis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Redis").field(&self.0).finish()
    }
}
