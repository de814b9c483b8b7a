//! The compare-and-write, as one step of Redis.

use std::sync::LazyLock;

use redis::{Pipeline, Script, pipe};

use super::{KeyedRecord, Written};

/// Writes a hash unless a newer one is there. Between the look and the write nobody else can write.
static WRITE_NEWER: LazyLock<Script> = LazyLock::new(|| Script::new(SOURCE));

/// Arguments: expiry in milliseconds, event time, version, then names and values of all fields.
const SOURCE: &str = "\
local at, version = unpack(redis.call('HMGET', KEYS[1], '_ts', '_mv'))
if at and tonumber(at) > tonumber(ARGV[2]) then return 0 end
if at == ARGV[2] and version == ARGV[3] then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
  return 2
end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], unpack(ARGV, 4))
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 1";

/// One pipeline that writes these records. It brings the script along: after a restart Redis does not know it any more,
/// and its 500 bytes are little beside the records.
pub(super) fn write_newer(records: &[KeyedRecord]) -> Pipeline {
    let mut commands = pipe();
    commands.cmd("SCRIPT").arg("LOAD").arg(SOURCE).ignore();
    for record in records {
        commands
            .cmd("EVALSHA")
            .arg(WRITE_NEWER.get_hash())
            .arg(1)
            .arg(&record.key);
        commands
            .arg(u64::try_from(record.ttl.as_millis()).unwrap_or(u64::MAX))
            .arg(record.stamp.at.timestamp_micros())
            .arg(&record.stamp.version);
        for (name, value) in &record.fields {
            commands.arg(name).arg(value);
        }
    }
    commands
}

/// What the script's answer says.
pub(super) fn meaning(code: i64) -> Written {
    Written {
        newer: u64::from(code == 1),
        renewed: u64::from(code == 2),
        older: u64::from(code == 0),
    }
}
