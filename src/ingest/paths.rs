//! Files and folders, one after the other: while the database writes one, the next is read and parsed.

use std::{
    fs,
    io::Read as _,
    path::{Path, PathBuf},
};

use chrono::{DateTime, NaiveDate, Utc};
use tokio::sync::mpsc;

use super::{
    ImportReport, IngestError,
    load::{ReadFile, load},
};
use crate::store::Db;

/// The largest file of the source has half a mebibyte.
const LARGEST_MIB: u64 = 64;

/// Files read ahead: enough that neither side waits, few enough that memory stays small.
const READ_AHEAD: usize = 4;

/// How far an import has come.
#[derive(Debug, Clone, Copy)]
pub struct Progress<'a> {
    /// Files done, with this one.
    pub done: usize,
    /// Files in all.
    pub total: usize,
    /// The file that was just done.
    pub path: &'a Path,
}

/// Imports files, and every `.csv` file below folders, in the order of their paths. Each file has its own transaction; one
/// that fails does not stop the others. See [`super::import_file`] for `now` and `today`.
pub async fn import_paths(
    db: &Db,
    paths: &[PathBuf],
    now: DateTime<Utc>,
    today: NaiveDate,
    mut progress: impl FnMut(Progress<'_>),
) -> ImportReport {
    let mut report = ImportReport::default();
    let mut files = Vec::new();
    for path in paths {
        match csv_files(path) {
            Ok(found) => files.extend(found),
            Err(error) => report.failures.push(error),
        }
    }
    let total = files.len();
    let (sender, mut parsed) = mpsc::channel(READ_AHEAD);
    let reader = tokio::task::spawn_blocking(move || {
        for path in files {
            let file = read(&path);
            if sender.blocking_send((path, file)).is_err() {
                break;
            }
        }
    });
    let mut done = 0;
    while let Some((path, file)) = parsed.recv().await {
        let outcome = match file {
            Ok(file) => load(db, file, now, today).await,
            Err(error) => Err(error),
        };
        match outcome {
            Ok(file) => report.files.push(file),
            Err(error) => report.failures.push(error),
        }
        done += 1;
        progress(Progress {
            done,
            total,
            path: &path,
        });
    }
    // The channel is closed, so the reader has ended.
    drop(reader);
    report
}

fn read(path: &Path) -> Result<ReadFile, IngestError> {
    let failed = |source| IngestError::Read {
        path: path.to_owned(),
        source,
    };
    let limit = LARGEST_MIB << 20;
    let mut bytes = Vec::new();
    // A pipe or a device has no length to ask for.
    let mut file = fs::File::open(path).map_err(failed)?.take(limit + 1);
    if file.read_to_end(&mut bytes).map_err(failed)? as u64 > limit {
        return Err(IngestError::TooLarge {
            path: path.to_owned(),
            limit_mib: LARGEST_MIB,
        });
    }
    Ok(ReadFile::new(path.to_owned(), &bytes))
}

/// A file itself; the CSV files below a folder, sorted.
fn csv_files(path: &Path) -> Result<Vec<PathBuf>, IngestError> {
    let metadata = fs::metadata(path).map_err(|source| IngestError::Read {
        path: path.to_owned(),
        source,
    })?;
    if !metadata.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    walk(path, &mut files)?;
    if files.is_empty() {
        return Err(IngestError::NoFiles { path: path.to_owned() });
    }
    files.sort();
    Ok(files)
}

/// Links are not followed: one that leads upwards would never end.
fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), IngestError> {
    let failed = |source| IngestError::Read {
        path: folder.to_owned(),
        source,
    };
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let path = entry.path();
        let is_csv = || {
            path.extension()
                .is_some_and(|extension| extension.eq_ignore_ascii_case("csv"))
        };
        if entry.file_type().map_err(failed)?.is_dir() {
            walk(&path, files)?;
        } else if is_csv() {
            files.push(path);
        }
    }
    Ok(())
}
