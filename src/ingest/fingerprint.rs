//! One short text for all that the source says of a match: equal texts need no comparison.

use std::fmt::Write as _;

use chrono::{DateTime, NaiveDate, Utc};
use sha2::{Digest, Sha256};

use super::football_data::Quote;
use crate::domain::Score;

/// Half a SHA-256 keeps two of a million matches apart with certainty for any practical purpose.
const BYTES: usize = 16;

/// The fingerprint of a match's day, kick-off, score and odds; its teams are its key. The odds must be in order.
pub(super) fn fingerprint(
    date: NaiveDate,
    kick_off: Option<DateTime<Utc>>,
    score: Option<Score>,
    odds: &[Quote],
) -> String {
    let mut hash = Sha256::new();
    hash.update(date.to_epoch_days().to_le_bytes());
    hash.update(kick_off.map_or(i64::MIN, |at| at.timestamp()).to_le_bytes());
    hash.update(score.map_or([u8::MAX; 2], |score| [score.home, score.away]));
    for quote in odds {
        hash.update([quote.bookmaker as u8, quote.timing as u8]);
        for odds in quote.odds.to_array() {
            hash.update(odds.to_le_bytes());
        }
    }
    hex(&hash.finalize(), BYTES)
}

/// The hash of a file's bytes.
pub(super) fn content_hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes), usize::MAX)
}

fn hex(bytes: &[u8], length: usize) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes.iter().take(length) {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
