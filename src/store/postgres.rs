//! A database on a PostgreSQL server.

mod listening;
mod session;
mod trouble;

use std::{fmt, sync::Arc, time::Duration};

use sqlx::{
    Connection, PgConnection, PgPool, Postgres, Transaction,
    migrate::Migrate,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use tokio::time::timeout;

pub use trouble::Trouble;

use super::{
    Context, OpenMode, StoreError, Tx,
    schema::{self, Found},
};
use crate::{boxed::Boxed, config::ServiceUrl};

/// A process needs one connection for each thing it does at the same time: a training with its heartbeat and its progress,
/// or the few pollers that ask in the same moment. A server has a hundred for everyone.
const MAX_CONNECTIONS: u32 = 4;

/// How long a connection may take: shorter than a poll, so that the poll says why it failed.
const PATIENCE: Duration = Duration::from_secs(3);

/// Unused connections are given back to the server after this.
const IDLE: Duration = Duration::from_mins(5);

/// Key of the advisory lock that writers take: the letters `touchline` without the last one, as a number.
const WRITERS: i64 = 0x746f_7563_686c_696e;

/// The connections to a server. Clones share them.
#[derive(Clone)]
pub struct Server {
    pool: PgPool,
    options: Arc<PgConnectOptions>,
    location: Arc<str>,
}

impl Server {
    /// Connects, and finds out whether the server is one that this program can work with.
    pub(super) fn open<'a>(
        url: &'a ServiceUrl,
        mode: OpenMode,
        application: &'a str,
    ) -> Boxed<'a, Result<Self, StoreError>> {
        Box::pin(async move {
            let options = session::options(url, mode, application)?;
            let pool = PgPoolOptions::new()
                .max_connections(MAX_CONNECTIONS)
                .acquire_timeout(PATIENCE)
                .idle_timeout(IDLE)
                .after_release(|connection, _| Box::pin(answers(connection)))
                .connect_lazy_with(options.clone());
            let server = Self {
                pool,
                options: Arc::new(options),
                location: url.to_string().into(),
            };
            let mut tx = server.begin("BEGIN").await?;
            session::accept(&mut tx, mode, &server.location).await?;
            Ok(server)
        })
    }

    /// Brings the schema up to date; answers what was there before. Its lock is a connection's own, so that the end of the
    /// connection releases it whatever happens.
    pub(super) fn migrate(&self) -> Boxed<'_, Result<Found, StoreError>> {
        Box::pin(async move {
            let failed = || schema::failed(self.location.to_string());
            // An index over a long history may take its time.
            let unhurried = PgConnectOptions::clone(&self.options).options([("statement_timeout", "0")]);
            let mut connection = connect(&unhurried, &self.location).await?;
            connection.lock().await.map_err(failed())?;
            let mut tx = self.begin("BEGIN").await.map(Tx::Postgres)?;
            let found = schema::look(&mut tx).await?;
            drop(tx);
            schema::may_migrate(self.location.to_string(), &found)?;
            schema::POSTGRES
                .run_direct(None, &mut connection, false)
                .await
                .map_err(failed())?;
            connection.close().await.doing("end the session")?;
            Ok(found)
        })
    }

    pub(super) fn read(&self) -> Boxed<'_, Result<Transaction<'static, Postgres>, StoreError>> {
        Box::pin(async move { self.begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await })
    }

    pub(super) fn write_beside(&self) -> Boxed<'_, Result<Transaction<'static, Postgres>, StoreError>> {
        Box::pin(async move { self.begin("BEGIN").await })
    }

    pub(super) fn write_alone(&self) -> Boxed<'_, Result<Transaction<'static, Postgres>, StoreError>> {
        Box::pin(async move {
            let mut tx = self.begin("BEGIN").await?;
            sqlx::query("SELECT pg_advisory_xact_lock($1)")
                .bind(WRITERS)
                .execute(&mut *tx)
                .await
                .doing("wait for another writer")?;
            Ok(tx)
        })
    }

    pub(super) fn location(&self) -> &str {
        &self.location
    }

    pub(super) async fn close(&self) {
        self.pool.close().await;
    }

    /// The pool meets a server that is away by trying again and again until its time is over, and then only tells that it
    /// is over. So where it holds no connection, one attempt is made beside it, which tells at once and why.
    async fn begin(&self, statement: &'static str) -> Result<Transaction<'static, Postgres>, StoreError> {
        if self.pool.size() == 0 {
            self.knock().await?;
        }
        let pool = self.pool.clone();
        // In a task of its own, which goes on where the caller is dropped (a poll that takes too long): the driver would give a
        // session back to the pool that is asked to begin and has not answered yet, and whoever takes it next would find
        // himself in a transaction of another kind. What nobody waits for any more is rolled back.
        let begun = tokio::spawn(async move { pool.begin_with(statement).await });
        match begun.await.unwrap_or(Err(sqlx::Error::WorkerCrashed)) {
            Ok(tx) => Ok(tx),
            Err(sqlx::Error::PoolTimedOut) => {
                self.knock().await?;
                Err(self.trouble(sqlx::Error::PoolTimedOut))
            }
            Err(error) => Err(self.trouble(error)),
        }
    }

    async fn knock(&self) -> Result<(), StoreError> {
        let connection = connect(&self.options, &self.location).await?;
        connection.close().await.map_err(|error| self.trouble(error))
    }

    fn trouble(&self, error: sqlx::Error) -> StoreError {
        StoreError::connecting(&self.location, error)
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The driver's own shows the password.
        write!(f, "Server({}, {} connections)", self.location, self.pool.size())
    }
}

/// A poll that was given up leaves its question open: a connection whose server does not end it in time is thrown away, or a
/// server that hangs would hold all connections of this process for as long as TCP is patient.
async fn answers(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    match timeout(PATIENCE, connection.ping()).await {
        Ok(answer) => answer.map(|()| true),
        Err(_elapsed) => Err(sqlx::Error::PoolTimedOut),
    }
}

async fn connect(options: &PgConnectOptions, location: &str) -> Result<PgConnection, StoreError> {
    match timeout(PATIENCE, PgConnection::connect_with(options)).await {
        Ok(connection) => connection.map_err(|error| StoreError::connecting(location, error)),
        Err(_elapsed) => Err(StoreError::Connect {
            database: location.to_owned(),
            trouble: Trouble::Silent(PATIENCE),
            source: None,
        }),
    }
}
