//! Opening the database.

use super::{
    Db, StoreError,
    postgres::Server,
    schema::{self, Found},
    sqlite,
};
use crate::{boxed::Boxed, config::DatabaseAddress};

/// What the caller will do with the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenMode {
    /// Read and write. A SQLite file is created where there is none; an empty database gets its schema.
    ReadWrite,
    /// Change nothing, not even the schema.
    ReadOnly,
}

impl Db {
    /// Opens the database. A SQLite file is made for its owner only (mode 0600).
    ///
    /// The schema of a SQLite file is brought up to date by whoever opens it for writing: the file belongs to this program
    /// on this machine. A PostgreSQL database may serve programs of several versions on several machines, and a newer schema
    /// locks the older ones out: that step is an operator's, by [`migrate`](super::migrate) alone. An empty database has
    /// nothing to lose and gets its schema from whoever opens it for writing.
    ///
    /// # Errors
    /// When it cannot be reached, created or opened, holds the tables of another application, or its schema is not the one
    /// of this program.
    pub fn open(address: impl Into<DatabaseAddress>, mode: OpenMode) -> Boxed<'static, Result<Self, StoreError>> {
        Self::open_as(address, mode, "touchline")
    }

    /// As [`Db::open`], with the name that a server lists its sessions under.
    ///
    /// # Errors
    /// As for [`Db::open`].
    pub fn open_as(
        address: impl Into<DatabaseAddress>,
        mode: OpenMode,
        application: &str,
    ) -> Boxed<'_, Result<Self, StoreError>> {
        let address = address.into();
        Box::pin(Self::open_address(address, mode, application))
    }

    async fn open_address(address: DatabaseAddress, mode: OpenMode, application: &str) -> Result<Self, StoreError> {
        let db = match address {
            DatabaseAddress::File(path) => sqlite::open(&path, mode).await?,
            DatabaseAddress::Postgres(url) => Self::Postgres(Server::open(&url, mode, application).await?),
        };
        let found = match (&db, mode) {
            (Self::Sqlite { pool, path }, OpenMode::ReadWrite) => {
                sqlite::migrate(pool, path).await?;
                return Ok(db);
            }
            _ => schema::look(&mut db.read().await?).await?,
        };
        match (&db, mode, &found) {
            (Self::Postgres(server), OpenMode::ReadWrite, Found::Nothing) => {
                server.migrate().await?;
            }
            _ => schema::check(&db, &found)?,
        }
        Ok(db)
    }
}

/// What a migration did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migrated {
    /// Version of the schema before; none where there were no tables.
    pub from: Option<i64>,
    /// Version of the schema now.
    pub to: i64,
    /// What was applied: version and title.
    pub applied: Vec<(i64, String)>,
}

/// Brings the schema of a database up to date, and makes it where there is none. Of two at the same time one waits for the
/// other.
///
/// # Errors
/// When the database cannot be reached, holds the tables of another application, or comes from a newer program.
pub fn migrate(address: impl Into<DatabaseAddress>, application: &str) -> Boxed<'_, Result<Migrated, StoreError>> {
    Box::pin(migrate_address(address.into(), application))
}

async fn migrate_address(address: DatabaseAddress, application: &str) -> Result<Migrated, StoreError> {
    let from = match address {
        DatabaseAddress::File(path) => {
            let db = sqlite::open(&path, OpenMode::ReadWrite).await?;
            let Db::Sqlite { pool, path } = &db else {
                return Err(StoreError::Missing { path });
            };
            let from = sqlite::migrate(pool, path).await?;
            db.close().await;
            from
        }
        DatabaseAddress::Postgres(url) => {
            let server = Server::open(&url, OpenMode::ReadWrite, application).await?;
            let from = server.migrate().await?;
            server.close().await;
            from
        }
    };
    let from = match from {
        Found::At(version) => Some(version),
        Found::Nothing | Found::Others(_) => None,
    };
    Ok(schema::migrated(from))
}
