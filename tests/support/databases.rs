//! One test on both databases.

#![allow(dead_code, unused_macros, unused_imports, reason = "no test binary needs all of it")]

use sqlx::{AssertSqlSafe, PgPool, SqlitePool};
use tempfile::TempDir;
use touchline::{
    Boxed,
    config::DatabaseAddress,
    store::{self, Db, OpenMode},
};

use crate::postgres::PostgresServer;

/// A database of one test, with the schema of this program.
pub(crate) struct Database {
    pub(crate) db: Db,
    pub(crate) address: DatabaseAddress,
    pub(crate) plain: Plain,
    _folder: Option<TempDir>,
}

/// A way into the database beside the store's own.
#[derive(Clone)]
pub(crate) enum Plain {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

impl Database {
    pub(crate) fn sqlite() -> Boxed<'static, Self> {
        Box::pin(async move {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("touchline.db");
            let db = Db::open(&path, OpenMode::ReadWrite).await.unwrap();
            let plain = SqlitePool::connect(&format!("sqlite://{}", path.display()))
                .await
                .unwrap();
            Self {
                db,
                address: path.into(),
                plain: Plain::Sqlite(plain),
                _folder: Some(folder),
            }
        })
    }

    pub(crate) async fn postgres() -> Self {
        let server = PostgresServer::shared();
        Self::at(&server.url(&server.database().await)).await
    }

    /// An empty database of a server.
    pub(crate) fn at(url: &str) -> Boxed<'_, Self> {
        Box::pin(async move {
            let address = DatabaseAddress::from(url);
            store::migrate(&address, "touchline test").await.unwrap();
            Self {
                db: Db::open(&address, OpenMode::ReadWrite).await.unwrap(),
                address,
                plain: Plain::Postgres(PgPool::connect(url).await.unwrap()),
                _folder: None,
            }
        })
    }

    /// The first number of a query.
    pub(crate) fn count(&self, sql: &'static str) -> Boxed<'_, i64> {
        Box::pin(async move {
            match &self.plain {
                Plain::Sqlite(pool) => sqlx::query_scalar(sql).fetch_one(pool).await.unwrap(),
                Plain::Postgres(pool) => sqlx::query_scalar(sql).fetch_one(pool).await.unwrap(),
            }
        })
    }

    /// The first text of a query.
    pub(crate) fn text(&self, sql: &'static str) -> Boxed<'_, String> {
        Box::pin(async move {
            match &self.plain {
                Plain::Sqlite(pool) => sqlx::query_scalar(sql).fetch_one(pool).await.unwrap(),
                Plain::Postgres(pool) => sqlx::query_scalar(sql).fetch_one(pool).await.unwrap(),
            }
        })
    }

    /// Changes rows; answers how many.
    pub(crate) fn execute<'a>(&'a self, sql: &'a str) -> Boxed<'a, u64> {
        Box::pin(async move {
            let sql = AssertSqlSafe(sql.to_owned());
            match &self.plain {
                Plain::Sqlite(pool) => sqlx::query(sql).execute(pool).await.unwrap().rows_affected(),
                Plain::Postgres(pool) => sqlx::query(sql).execute(pool).await.unwrap().rows_affected(),
            }
        })
    }
}

/// Runs the body of a test once on each database.
macro_rules! on_both {
    ($($(#[$about:meta])* async fn $name:ident($database:ident) $body:block)*) => {$(
        $(#[$about])*
        mod $name {
            #[allow(unused_imports, reason = "a body may need nothing of its module")]
            use super::*;

            async fn check($database: $crate::databases::Database) $body

            #[tokio::test(flavor = "multi_thread")]
            async fn on_sqlite() {
                check($crate::databases::Database::sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn on_postgres() {
                check($crate::databases::Database::postgres().await).await;
            }
        }
    )*};
}
pub(crate) use on_both;
