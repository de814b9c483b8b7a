use chrono::{DateTime, Utc};
use touchline::domain::SafeText;

use super::Level;

/// One log line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LogLine {
    /// Its number, rising by one from line to line; what points at it.
    pub(crate) sequence: u64,
    /// When it was written, on the wall clock.
    pub(crate) at: DateTime<Utc>,
    /// How much it matters.
    pub(crate) level: Level,
    /// Who wrote it.
    pub(crate) target: SafeText,
    /// What it says, with its fields.
    pub(crate) text: SafeText,
}

impl LogLine {
    /// Bytes of its texts.
    pub(super) fn bytes(&self) -> usize {
        self.target.as_str().len() + self.text.as_str().len()
    }

    /// Whether it holds a text, whatever its case.
    pub(crate) fn contains(&self, lower_case: &str) -> bool {
        [&self.text, &self.target]
            .iter()
            .any(|text| text.as_str().to_lowercase().contains(lower_case))
    }
}
