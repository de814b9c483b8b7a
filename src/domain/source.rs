//! Sources of data.

use super::words::words;

words! {
    /// What a source delivers.
    SourceKind {
        /// Final scores.
        Results = "results",
        /// Odds.
        Odds = "odds",
    }
}
