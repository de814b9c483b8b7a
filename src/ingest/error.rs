//! Why a file could not be imported.

use std::path::{Path, PathBuf};

use super::football_data::FormatError;
use crate::store::StoreError;

/// Why a file could not be imported. Nothing of it was stored then.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// It, or a folder, could not be read.
    #[error("cannot read {path}: check that it exists and may be read")]
    Read {
        /// Its path.
        path: PathBuf,
        /// The cause.
        #[source]
        source: std::io::Error,
    },
    /// A folder without a CSV file.
    #[error("the folder {path} holds no .csv file: give the folder that the files are in")]
    NoFiles {
        /// Its path.
        path: PathBuf,
    },
    /// No file of matches is as large.
    #[error("{path} is larger than {limit_mib} MiB, no file of matches is: give a CSV file of football-data.co.uk")]
    TooLarge {
        /// Its path.
        path: PathBuf,
        /// The limit.
        limit_mib: u64,
    },
    /// It is no file of football-data.co.uk.
    #[error("cannot import {path}, nothing was changed")]
    Format {
        /// Its path.
        path: PathBuf,
        /// The cause.
        #[source]
        source: FormatError,
    },
    /// The database failed.
    #[error("cannot store {path}, nothing was changed")]
    Store {
        /// Its path.
        path: PathBuf,
        /// The cause.
        #[source]
        source: StoreError,
    },
}

impl IngestError {
    /// The file or folder that it is about.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::Read { path, .. }
            | Self::NoFiles { path }
            | Self::TooLarge { path, .. }
            | Self::Format { path, .. }
            | Self::Store { path, .. } => path,
        }
    }
}
