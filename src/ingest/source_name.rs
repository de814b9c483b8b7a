//! What a file is called in the store.

use std::path::Path;

use super::football_data::ParsedFile;

/// A file's own name, and what it tells where that is one league's season: `E0.csv [E0 2023/24]`.
///
/// Not its path: the same file from another folder would be another file, and leave its old quarantine behind. Not its name
/// alone: the source calls every season's file `E0.csv` and keeps them apart by folders. What it tells says which it is,
/// wherever it lies.
pub(super) fn source_name(path: &Path, parsed: &ParsedFile) -> String {
    let name = bare_name(path);
    let mut told = parsed.rows.iter().map(|row| (&row.league, row.season));
    match told.next() {
        Some((league, season)) if told.all(|other| other == (league, season)) => format!("{name} [{league} {season}]"),
        _ => name,
    }
}

/// A file's own name.
pub(super) fn bare_name(path: &Path) -> String {
    path.file_name()
        .map_or_else(|| path.to_string_lossy(), std::ffi::OsStr::to_string_lossy)
        .into_owned()
}
