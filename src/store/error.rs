//! What can go wrong in the database, and on what.

use std::path::PathBuf;

use super::postgres::Trouble;

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
    #[error("cannot open the database {path}{}", advice_on_opening(source))]
    Open {
        /// Its path.
        path: PathBuf,
        /// The cause.
        #[source]
        source: sqlx::Error,
    },
    /// Its folder cannot be written to.
    #[error("cannot write to the database {path}: its folder is read-only; nothing was begun")]
    ReadOnlyFolder {
        /// Its path.
        path: PathBuf,
        /// The cause.
        #[source]
        source: sqlx::Error,
    },
    /// There is no session with its server.
    #[error("cannot use the database {database}: {trouble}")]
    Connect {
        /// Its address, without secrets.
        database: String,
        /// Why.
        trouble: Trouble,
        /// In the words of the driver or the server.
        #[source]
        source: Option<sqlx::Error>,
    },
    /// A later program has changed its schema.
    #[error("the database {database} has schema version {version}, made by a newer touchline: update this program")]
    Newer {
        /// Where it is.
        database: String,
        /// The version that this program does not know.
        version: i64,
    },
    /// Its schema is of an earlier program.
    #[error(
        "the database {database} has schema version {version}, older than this program's {latest}: run `touchline migrate`"
    )]
    Older {
        /// Where it is.
        database: String,
        /// Its version.
        version: i64,
        /// The version that this program works with.
        latest: i64,
    },
    /// It has no tables yet.
    #[error("the database {database} has no tables yet: run `touchline migrate`")]
    NoTables {
        /// Where it is.
        database: String,
    },
    /// It belongs to another application.
    #[error(
        "the database {database} belongs to another application: it has a table {table} and none of touchline; \
             give an empty database, or on PostgreSQL an empty schema with ?options[search_path]=NAME"
    )]
    OtherApplication {
        /// Where it is.
        database: String,
        /// One of its tables.
        table: String,
    },
    /// Its schema could not be brought up to date.
    #[error(
        "cannot bring the schema of {database} up to date; whole steps were taken or none, run it again when the cause is mended"
    )]
    Migrate {
        /// Where it is.
        database: String,
        /// The cause.
        #[source]
        source: sqlx::migrate::MigrateError,
    },
    /// A query failed.
    #[error("the database could not {what}{}", advice(source))]
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

    /// May it succeed in a moment without anyone's doing: is the server away, or another writer in the way?
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Connect { trouble, .. } => trouble.is_passing(),
            Self::Query { source, .. } => {
                let of_session = Trouble::of(source).is_some_and(|trouble| trouble.is_passing());
                of_session || code(source).is_some_and(|code| PASSING.contains(&code.as_str()))
            }
            _ => false,
        }
    }
}

/// A lock that was not had in time, a deadlock, a conflict with another writer, or a full disk, on PostgreSQL; a lock or a
/// full disk on SQLite.
const PASSING: [&str; 8] = ["55P03", "40P01", "40001", "53100", "5", "261", "517", "13"];

fn code(error: &sqlx::Error) -> Option<String> {
    Some(error.as_database_error()?.code()?.into_owned())
}

/// `SQLITE_IOERR_SHMSIZE`: no room for the 32 KiB beside the file that its openers share. `SQLite` calls it "disk I/O error".
const NO_ROOM_TO_SHARE: &str = "4874";

/// What to do, where the server's words do not tell.
fn advice(error: &sqlx::Error) -> &'static str {
    match code(error).as_deref() {
        Some("55P03") => ": another process holds a lock for longer than lock_timeout",
        Some("57014") => ": it took longer than statement_timeout allows",
        Some("53100" | "13" | NO_ROOM_TO_SHARE) => ": its disk is full, make room",
        Some("25006") => ": the session or the server is read-only",
        Some("42501") => ": its user lacks the right; let the owner of the tables grant it",
        _ => "",
    }
}

fn advice_on_opening(error: &sqlx::Error) -> &'static str {
    match advice(error) {
        "" => ": is it a touchline database, and may it be read?",
        advice => advice,
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
