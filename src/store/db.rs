//! The open database, and the transactions that it begins.

use std::path::PathBuf;

use sqlx::sqlite::SqlitePool;

use super::{Context, StoreError, Tx, postgres::Server};
use crate::boxed::Boxed;

/// A pool of connections to the database. Clones share it.
#[derive(Debug, Clone)]
pub enum Db {
    /// A file, or memory in tests.
    Sqlite {
        /// Its connections.
        pool: SqlitePool,
        /// Where it is.
        path: PathBuf,
    },
    /// A PostgreSQL server.
    Postgres(Server),
}

impl Db {
    /// Begins a transaction that only reads: all its queries see the same moment.
    ///
    /// # Errors
    /// When no connection can be had.
    #[must_use]
    pub fn read(&self) -> Boxed<'_, Result<Tx, StoreError>> {
        Box::pin(async move {
            match self {
                Self::Sqlite { pool, .. } => pool.begin().await.map(Tx::Sqlite).doing("begin to read"),
                Self::Postgres(server) => server.read().await.map(Tx::Postgres),
            }
        })
    }

    /// Begins a transaction that writes, one at a time on either database: what it reads holds until it is committed.
    ///
    /// On SQLite it takes the write lock at once: a transaction that reads first and asks for the lock later is refused
    /// while another writes, whatever the busy timeout. On PostgreSQL it takes an advisory lock, so that tallies, leagues
    /// and the champion can be read, changed and written without a thought of another process that does the same.
    ///
    /// # Errors
    /// When no connection can be had, or another writer holds the database for longer than the busy timeout.
    #[must_use]
    pub fn write(&self) -> Boxed<'_, Result<Tx, StoreError>> {
        Box::pin(async move {
            match self {
                Self::Sqlite { .. } => self.write_beside().await,
                Self::Postgres(server) => server.write_alone().await.map(Tx::Postgres),
            }
        })
    }

    /// Begins a transaction that writes beside others on PostgreSQL: for the queue, signs of life and the audit, whose
    /// statements each hold by themselves. A worker's heartbeat does not wait for a long import then. On SQLite there is
    /// one writer whatever it writes.
    ///
    /// # Errors
    /// As for [`Db::write`].
    #[must_use]
    pub fn write_beside(&self) -> Boxed<'_, Result<Tx, StoreError>> {
        Box::pin(async move {
            match self {
                Self::Sqlite { pool, .. } => pool
                    .begin_with("BEGIN IMMEDIATE")
                    .await
                    .map(Tx::Sqlite)
                    .doing("begin to write"),
                Self::Postgres(server) => server.write_beside().await.map(Tx::Postgres),
            }
        })
    }

    /// Where the database is, without any secret.
    #[must_use]
    pub fn location(&self) -> String {
        match self {
            Self::Sqlite { path, .. } => path.display().to_string(),
            Self::Postgres(server) => server.location().to_owned(),
        }
    }

    /// Closes every connection and waits until they are closed.
    #[must_use]
    pub fn close(&self) -> Boxed<'_, ()> {
        Box::pin(async move {
            match self {
                Self::Sqlite { pool, .. } => pool.close().await,
                Self::Postgres(server) => server.close().await,
            }
        })
    }
}
