//! Opening the database: where it is, how it is tuned, which schema it has.

use std::{
    fs,
    io::ErrorKind,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
    time::Duration,
};

use sqlx::{
    migrate::{MigrateError, Migrator},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous},
};

use super::{Context, StoreError, Tx};

static MIGRATIONS: Migrator = sqlx::migrate!("assets/migrations/sqlite");

/// A writer waits this long for another writer before it gives up.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// The pollers read side by side; writers take turns anyway.
const MAX_CONNECTIONS: u32 = 6;

/// Rows that a query may read ahead of its reader. The default of 50 wakes a thread for every few rows: half of the time
/// that it takes to read a league.
const ROWS_AHEAD: usize = 2048;

/// What the caller will do with the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenMode {
    /// Create it where there is none, bring its schema up to date.
    ReadWrite,
    /// Change nothing, not even the schema.
    ReadOnly,
}

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
}

impl Db {
    /// Opens the SQLite database at `path`, for its owner only (mode 0600).
    ///
    /// # Errors
    /// When it cannot be created, opened, or brought up to date, or comes from a newer program.
    pub async fn open(path: &Path, mode: OpenMode) -> Result<Self, StoreError> {
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
            .row_buffer_size(ROWS_AHEAD);
        let pool = SqlitePoolOptions::new()
            .max_connections(MAX_CONNECTIONS)
            .connect_with(options)
            .await
            .map_err(|source| StoreError::Open {
                path: path.to_owned(),
                source,
            })?;
        let db = Self::Sqlite {
            pool,
            path: path.to_owned(),
        };
        if mode == OpenMode::ReadWrite {
            db.migrate().await?;
        }
        Ok(db)
    }

    async fn migrate(&self) -> Result<(), StoreError> {
        let Self::Sqlite { pool, path } = self;
        MIGRATIONS.run(pool).await.map_err(|source| match source {
            MigrateError::VersionMissing(version) => StoreError::Newer {
                path: path.clone(),
                version,
            },
            MigrateError::Execute(source) => StoreError::Open {
                path: path.clone(),
                source,
            },
            source => StoreError::Migrate {
                path: path.clone(),
                source,
            },
        })
    }

    /// Begins a transaction that only reads: all its queries see the same moment.
    ///
    /// # Errors
    /// When no connection can be had.
    pub async fn read(&self) -> Result<Tx, StoreError> {
        match self {
            Self::Sqlite { pool, .. } => pool.begin().await.map(Tx::Sqlite),
        }
        .doing("begin to read")
    }

    /// Begins a transaction that writes. On SQLite it takes the write lock at once: a transaction that reads first and
    /// asks for the lock later is refused while another writes, whatever the busy timeout.
    ///
    /// # Errors
    /// When no connection can be had, or another writer holds the database for longer than the busy timeout.
    pub async fn write(&self) -> Result<Tx, StoreError> {
        match self {
            Self::Sqlite { pool, .. } => pool.begin_with("BEGIN IMMEDIATE").await.map(Tx::Sqlite),
        }
        .doing("begin to write")
    }

    /// Where the database is, without any secret.
    #[must_use]
    pub fn location(&self) -> String {
        match self {
            Self::Sqlite { path, .. } => path.display().to_string(),
        }
    }

    /// Closes every connection and waits until they are closed.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { pool, .. } => pool.close().await,
        }
    }
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
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::store::with_tx;

    #[tokio::test]
    async fn is_private_and_opens_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/touchline.db");
        Db::open(&path, OpenMode::ReadWrite).await.unwrap().close().await;
        Db::open(&path, OpenMode::ReadWrite).await.unwrap().close().await;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[tokio::test]
    async fn refuses_what_is_no_database_and_leaves_it_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("picture.png");
        fs::write(
            &path,
            b"\x89PNG not a database at all, but long enough to be read as a header of one",
        )
        .unwrap();
        let before = fs::read(&path).unwrap();
        assert!(matches!(
            Db::open(&path, OpenMode::ReadWrite).await,
            Err(StoreError::Open { .. })
        ));
        assert_eq!(fs::read(&path).unwrap(), before);
        let missing = folder.path().join("none.db");
        assert!(matches!(
            Db::open(&missing, OpenMode::ReadOnly).await,
            Err(StoreError::Missing { .. })
        ));
    }

    #[tokio::test]
    async fn a_newer_schema_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("touchline.db");
        let db = Db::open(&path, OpenMode::ReadWrite).await.unwrap();
        let mut tx = db.write().await.unwrap();
        with_tx!(&mut tx, c => sqlx::query("UPDATE _sqlx_migrations SET version = 9999 \
                    WHERE version = (SELECT max(version) FROM _sqlx_migrations)").execute(c).await.unwrap());
        tx.commit().await.unwrap();
        db.close().await;
        let error = Db::open(&path, OpenMode::ReadWrite).await.unwrap_err();
        assert!(matches!(error, StoreError::Newer { version: 9999, .. }), "{error}");
    }
}
