//! What a look at the source came to.

use std::fmt;

use super::{FetchError, SourceFile};
use crate::{ingest::FileReport, store::RowCounts};

/// What a look at the source came to, file by file, in the order in which they were asked for.
#[derive(Debug, Default)]
pub struct FetchReport {
    /// The files.
    pub files: Vec<Fetched>,
}

/// One file of it.
#[derive(Debug)]
pub struct Fetched {
    /// The file.
    pub file: SourceFile,
    /// Its address.
    pub url: String,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a file.
#[derive(Debug)]
pub enum Outcome {
    /// It is as it was when it was loaded last.
    Unchanged,
    /// It was loaded.
    Loaded(FileReport),
    /// It was loaded but for what needs an operator: rows in quarantine, or results that it no longer tells.
    Held(FileReport),
    /// Its season has not begun, and it is not there yet.
    NotThereYet,
    /// Nothing of it was used.
    Failed(FetchError),
}

impl Outcome {
    pub(super) fn of_load(report: FileReport) -> Self {
        if report.is_held() {
            Self::Held(report)
        } else {
            Self::Loaded(report)
        }
    }

    /// In a word or two, for people and as `state` of JSON.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Unchanged => "unchanged",
            Self::Loaded(_) => "loaded",
            Self::Held(_) => "held",
            Self::NotThereYet => "not there yet",
            Self::Failed(_) => "failed",
        }
    }

    /// What its import did, where there was one.
    #[must_use]
    pub const fn import(&self) -> Option<&FileReport> {
        match self {
            Self::Loaded(report) | Self::Held(report) => Some(report),
            Self::Unchanged | Self::NotThereYet | Self::Failed(_) => None,
        }
    }
}

impl FetchReport {
    /// Has any match or its odds changed, so that there is something to settle or to forecast?
    #[must_use]
    pub fn matches_changed(&self) -> bool {
        let totals = self.totals();
        totals.inserted + totals.updated > 0
    }

    /// The sum over all files.
    #[must_use]
    pub fn totals(&self) -> RowCounts {
        let mut sum = RowCounts::default();
        for report in self.files.iter().filter_map(|file| file.outcome.import()) {
            sum += report.counts;
        }
        sum
    }

    /// The files that failed, and why.
    pub fn failures(&self) -> impl Iterator<Item = (&Fetched, &FetchError)> {
        self.files.iter().filter_map(|file| match &file.outcome {
            Outcome::Failed(error) => Some((file, error)),
            _ => None,
        })
    }
}

/// In one line: how many files came to what, and what they brought.
impl fmt::Display for FetchReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = ["loaded", "held", "unchanged", "not there yet", "failed"];
        let counted = words.map(|word| {
            let count = self.files.iter().filter(|file| file.outcome.as_str() == word).count();
            (count > 0).then(|| format!("{count} {word}"))
        });
        let told: Vec<String> = counted.into_iter().flatten().collect();
        if told.is_empty() {
            return f.write_str("no file was due");
        }
        write!(f, "files: {}", told.join(", "))?;
        if self.matches_changed() {
            let totals = self.totals();
            write!(f, "; matches: {} new, {} changed", totals.inserted, totals.updated)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fetched(outcome: Outcome) -> Fetched {
        Fetched {
            file: SourceFile::Fixtures(Vec::new()),
            url: String::new(),
            outcome,
        }
    }

    fn import(inserted: usize, quarantined: usize) -> Outcome {
        Outcome::of_load(FileReport {
            file: "fixtures.csv".into(),
            counts: RowCounts {
                read: inserted + quarantined,
                inserted,
                quarantined,
                ..RowCounts::default()
            },
            notes: Vec::new(),
            held: Vec::new(),
            is_shrunken: false,
            matches_affected: Vec::new(),
        })
    }

    #[test]
    fn one_line_says_all() {
        let failed = || Outcome::Failed(FetchError::Died("x".to_owned()));
        let outcomes = [
            Outcome::Unchanged,
            import(10, 0),
            failed(),
            import(2, 1),
            Outcome::Unchanged,
        ];
        let mut report = FetchReport {
            files: outcomes.map(fetched).into(),
        };
        let told = "files: 1 loaded, 1 held, 2 unchanged, 1 failed; matches: 12 new, 0 changed";
        assert_eq!(report.to_string(), told);
        report.files.retain(|file| matches!(file.outcome, Outcome::Unchanged));
        assert_eq!(report.to_string(), "files: 2 unchanged");
        assert!(!report.matches_changed());
        assert_eq!(FetchReport::default().to_string(), "no file was due");
    }
}
