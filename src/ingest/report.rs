//! What an import did.

use serde::Serialize;

use super::IngestError;
use crate::{domain::SafeText, store::RowCounts};

/// A row that was put in quarantine.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct HeldRow {
    /// Line in the file, from 1, as an editor shows it.
    pub line: u32,
    /// Why.
    pub reason: SafeText,
}

/// What the import of one file did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileReport {
    /// The file as it was given.
    pub file: SafeText,
    /// Its rows.
    #[serde(flatten)]
    pub counts: RowCounts,
    /// What deserves a word but stopped nothing.
    pub notes: Vec<SafeText>,
    /// Rows in quarantine, by line.
    pub held: Vec<HeldRow>,
    /// It tells fewer results of a season than it once did. What it no longer tells stays stored.
    pub is_shrunken: bool,
    /// Numbers of the matches whose score is new.
    pub matches_affected: Vec<i64>,
}

impl FileReport {
    /// Is anything of it kept out until an operator has looked at it?
    #[must_use]
    pub const fn is_held(&self) -> bool {
        self.is_shrunken || self.counts.quarantined > 0
    }
}

/// What an import of files and folders did: a report for each file, and the failures beside.
#[derive(Debug, Default)]
pub struct ImportReport {
    /// The files that were imported, in order.
    pub files: Vec<FileReport>,
    /// The files that were not.
    pub failures: Vec<IngestError>,
}

impl ImportReport {
    /// The sum over all files.
    #[must_use]
    pub fn totals(&self) -> RowCounts {
        let mut sum = RowCounts::default();
        for file in &self.files {
            sum += file.counts;
        }
        sum
    }
}
