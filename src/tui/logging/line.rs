use chrono::{DateTime, Utc};
use touchline::domain::SafeText;

use super::{Level, Source};

/// What points at a line, and its place among all others: lines of several sources stand in the order of their times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct LineId {
    at: DateTime<Utc>,
    /// Rising by one from line to line as they arrive.
    sequence: u64,
}

impl LineId {
    pub(super) const fn new(at: DateTime<Utc>, sequence: u64) -> Self {
        Self { at, sequence }
    }

    pub(super) const fn sequence(self) -> u64 {
        self.sequence
    }
}

/// A line as it arrives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// When it was written. None where it does not say so and was there before anybody looked.
    pub(crate) at: Option<DateTime<Utc>>,
    /// How much it matters, where it says so.
    pub(crate) level: Option<Level>,
    /// The part of a program that wrote it, where it says so.
    pub(crate) target: SafeText,
    /// What it says, with its fields.
    pub(crate) text: SafeText,
}

/// A line that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LogLine {
    pub(crate) id: LineId,
    pub(crate) source: Source,
    pub(crate) at: Option<DateTime<Utc>>,
    pub(crate) level: Option<Level>,
    pub(crate) target: SafeText,
    pub(crate) text: SafeText,
}

impl LogLine {
    pub(super) fn new(id: LineId, source: Source, entry: Entry) -> Self {
        let Entry {
            at,
            level,
            target,
            text,
        } = entry;
        Self {
            id,
            source,
            at,
            level,
            target,
            text,
        }
    }

    /// Bytes of its texts.
    pub(super) fn bytes(&self) -> usize {
        self.target.as_str().len() + self.text.as_str().len()
    }

    /// The time of day, or as many blanks.
    pub(crate) fn clock(&self) -> String {
        self.at
            .map_or_else(|| " ".repeat(8), |at| at.format("%H:%M:%S").to_string())
    }

    /// Its level, or a blank where it has none.
    pub(crate) fn word(&self) -> &'static str {
        self.level.map_or("", Level::word)
    }

    /// Whether it holds a text, whatever its case.
    pub(crate) fn contains(&self, lower_case: &str) -> bool {
        [&self.text, &self.target]
            .iter()
            .any(|text| text.as_str().to_lowercase().contains(lower_case))
    }
}
