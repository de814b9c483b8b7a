//! What can go wrong in the database, and on what.

use std::path::PathBuf;

/// What can go wrong in the database.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file or its folder could not be made.
    #[error("cannot create the database {path}: check that its folder exists and may be written")]
    Create {
        /// Its path.
        path: PathBuf,
        /// The cause.
        #[source]
        source: std::io::Error,
    },
    /// There is no database to read.
    #[error("there is no database at {path}: run `touchline import PATH` first, or give another with --db")]
    Missing {
        /// Its path.
        path: PathBuf,
    },
    /// It could not be opened.
    #[error("cannot open the database {path}: is it a touchline database, and may it be read?")]
    Open {
        /// Its path.
        path: PathBuf,
        /// The cause.
        #[source]
        source: sqlx::Error,
    },
    /// A later program has changed its schema.
    #[error("the database {path} has schema version {version}, made by a newer touchline: update this program")]
    Newer {
        /// Its path.
        path: PathBuf,
        /// The version that this program does not know.
        version: i64,
    },
    /// Its schema could not be brought up to date.
    #[error("cannot bring the schema of {path} up to date; nothing was changed")]
    Migrate {
        /// Its path.
        path: PathBuf,
        /// The cause.
        #[source]
        source: sqlx::migrate::MigrateError,
    },
    /// A query failed.
    #[error("the database could not {what}")]
    Query {
        /// What was attempted, as a verb phrase.
        what: &'static str,
        /// The cause.
        #[source]
        source: sqlx::Error,
    },
    /// A row holds what this program cannot read.
    #[error("the database holds an unreadable {what}: {found}")]
    Unreadable {
        /// What it should have been.
        what: &'static str,
        /// What is wrong with it.
        found: String,
    },
}

impl StoreError {
    /// A row holds what this program cannot read.
    pub fn unreadable(what: &'static str, found: impl std::fmt::Display) -> Self {
        Self::Unreadable {
            what,
            found: found.to_string(),
        }
    }
}

/// Says what a failed query was about.
pub trait Context<T> {
    /// `what` is a verb phrase: "load the matches".
    ///
    /// # Errors
    /// The same failure, with `what`.
    fn doing(self, what: &'static str) -> Result<T, StoreError>;
}

impl<T> Context<T> for Result<T, sqlx::Error> {
    fn doing(self, what: &'static str) -> Result<T, StoreError> {
        self.map_err(|source| StoreError::Query { what, source })
    }
}
