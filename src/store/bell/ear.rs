//! What hears of work: a connection of its own, so that it takes none of the pool's.

use std::time::Duration;

use sqlx::{ConnectOptions, SqliteConnection, SqlitePool, postgres::PgListener};
use tokio::time::{interval, timeout};

use super::CHANNEL;
use crate::{
    boxed::Boxed,
    store::{Context, Db, StoreError, postgres::Server},
};

/// Between two looks at the version of a file.
const LOOK: Duration = Duration::from_millis(200);

/// After this long without a word a server is asked whether it is still there: a firewall forgets a silent connection and
/// tells neither end.
const SILENCE: Duration = Duration::from_mins(1);

/// An open connection, and what it has heard.
pub(super) enum Ear {
    /// A file, by the version it had at the last look.
    File { connection: SqliteConnection, version: i64 },
    /// A server.
    Server { listener: PgListener, server: Server },
}

impl Ear {
    pub(super) fn open(db: &Db) -> Boxed<'_, Result<Self, StoreError>> {
        Box::pin(async move {
            match db {
                Db::Sqlite { pool, .. } => Self::file(pool).await,
                Db::Postgres(server) => Ok(Self::Server {
                    listener: server.listen(CHANNEL).await?,
                    server: server.clone(),
                }),
            }
        })
    }

    async fn file(pool: &SqlitePool) -> Result<Self, StoreError> {
        let connecting = pool.connect_options().connect().await;
        let mut connection = connecting.doing("be opened once more, to be watched")?;
        let version = version(&mut connection).await?;
        Ok(Self::File { connection, version })
    }

    /// Returns when there may be work.
    pub(super) async fn hears(&mut self) -> Result<(), StoreError> {
        match self {
            Self::File { connection, version } => watch(connection, version).await,
            Self::Server { listener, server } => loop {
                match timeout(SILENCE, server.heard(listener)).await {
                    Ok(heard) => return heard,
                    Err(_silence) => server.still_there(listener).await?,
                }
            },
        }
    }
}

async fn watch(connection: &mut SqliteConnection, seen: &mut i64) -> Result<(), StoreError> {
    let mut looks = interval(LOOK);
    loop {
        looks.tick().await;
        let version = version(connection).await?;
        if std::mem::replace(seen, version) != version {
            return Ok(());
        }
    }
}

/// Changes whenever another connection, of this process or another, has committed.
async fn version(connection: &mut SqliteConnection) -> Result<i64, StoreError> {
    let version = sqlx::query_scalar("PRAGMA data_version").fetch_one(connection).await;
    version.doing("tell its version")
}
