//! A database in a file.

use std::{
    fs,
    io::ErrorKind,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::Path,
    time::Duration,
};

use rustix::fs::{Access, access};
use sqlx::Connection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};

use super::{
    Context, Db, OpenMode, Patience, StoreError, Tx,
    schema::{self, Found},
};
use crate::boxed::Boxed;

/// A writer waits this long for another writer before it gives up.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// Two read while a third writes. A poll takes a millisecond or two, so that more would wait no less; and each has a thread
/// with memory of its own.
const MAX_CONNECTIONS: u32 = 3;

/// Memory in which a connection keeps pages, in KiB. The operating system keeps them too, once for all: with the default of
/// 2,000 a monitor of fourteen leagues holds every page of its polls three times more.
const PAGE_CACHE_KIB: u32 = 512;

/// Rows that a query may read ahead of its reader. The default of 50 wakes a thread for every few rows: half of the time
/// that it takes to read a league.
const ROWS_AHEAD: usize = 2048;

/// Opens the database at `path` as it is.
pub(super) fn open(path: &Path, mode: OpenMode) -> Boxed<'_, Result<Db, StoreError>> {
    Box::pin(async move {
        match mode {
            OpenMode::ReadWrite => create_private(path)?,
            OpenMode::ReadOnly if !path.exists() => return Err(StoreError::Missing { path: path.to_owned() }),
            OpenMode::ReadOnly => {}
        }
        let options = SqliteConnectOptions::new()
            .filename(path)
            .read_only(mode == OpenMode::ReadOnly)
            .journal_mode(SqliteJournalMode::Wal)
            // WAL with NORMAL survives a crash of the program; a power cut may lose the last commits, never the file.
            .synchronous(SqliteSynchronous::Normal)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT)
            .pragma("cache_size", format!("-{PAGE_CACHE_KIB}"))
            .row_buffer_size(ROWS_AHEAD);
        let pool = SqlitePoolOptions::new()
            .max_connections(MAX_CONNECTIONS)
            // SQLite takes back by itself a transaction that finds the disk full at its commit; the driver goes on counting it.
            .before_acquire(|connection, _| Box::pin(async move { Ok(!connection.is_in_transaction()) }));
        // Who makes a new file a WAL database is not made to wait by the busy timeout when another does the same.
        let mut patience = Patience::of(BUSY_TIMEOUT);
        let pool = loop {
            let opened = pool.clone().connect_with(options.clone()).await;
            match opened.doing("be opened") {
                Ok(pool) => break pool,
                Err(error) if patience.waits_after(&error).await => {}
                Err(StoreError::Query { source, .. }) => return Err(failed(path, mode, source)),
                Err(error) => return Err(error),
            }
        };
        Ok(Db::Sqlite {
            pool,
            path: path.to_owned(),
        })
    })
}

/// SQLite says the same of a file that is none and of one whose folder it cannot write to.
fn failed(path: &Path, mode: OpenMode, source: sqlx::Error) -> StoreError {
    let path = path.to_owned();
    let is_read_only = path.parent().is_some_and(|folder| {
        let folder = if folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            folder
        };
        access(folder, Access::WRITE_OK).is_err()
    });
    if mode == OpenMode::ReadWrite && is_read_only {
        return StoreError::ReadOnlyFolder { path, source };
    }
    StoreError::Open { path, source }
}

/// Brings the schema up to date, all steps or none; answers what was there before. Only where something is to be done it
/// takes the write lock, so that of two programs one waits and finds it done.
pub(super) fn migrate<'a>(pool: &'a SqlitePool, path: &'a Path) -> Boxed<'a, Result<Found, StoreError>> {
    Box::pin(async move {
        let database = path.display().to_string();
        let mut tx = pool.begin().await.map(Tx::Sqlite).doing("begin to read")?;
        let found = schema::look(&mut tx).await?;
        drop(tx);
        if found == Found::At(schema::latest()) {
            return Ok(found);
        }
        let locked = pool.begin_with("BEGIN IMMEDIATE").await.map(Tx::Sqlite);
        let mut tx = locked.doing("begin to change its schema")?;
        let found = schema::look(&mut tx).await?;
        schema::may_migrate(database.clone(), &found)?;
        if let Tx::Sqlite(connection) = &mut tx {
            // `run` takes anything that yields a connection, which rustc cannot follow across threads.
            let steps = schema::SQLITE.run_direct(None, &mut **connection, false).await;
            steps.map_err(schema::failed(database))?;
        }
        tx.commit().await?;
        Ok(found)
    })
}

/// Makes the folder (0700) and an empty file (0600) before SQLite would make them readable for all; its journal files
/// take over the mode of the file.
fn create_private(path: &Path) -> Result<(), StoreError> {
    let failed = |source| StoreError::Create {
        path: path.to_owned(),
        source,
    };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .map_err(failed)?;
    }
    match fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
    {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(failed(error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
