//! A transaction on whichever database is configured.

use super::{Context, StoreError};
use crate::boxed::Boxed;

/// An open transaction; it rolls back unless [`Tx::commit`] is called. Every query runs in one, reads too, so that what
/// is read together belongs together.
#[derive(Debug)]
pub enum Tx {
    /// On SQLite.
    Sqlite(sqlx::Transaction<'static, sqlx::Sqlite>),
    /// On PostgreSQL.
    Postgres(sqlx::Transaction<'static, sqlx::Postgres>),
}

impl Tx {
    /// Makes everything done in it last.
    ///
    /// # Errors
    /// When the database cannot; nothing was changed then.
    #[must_use]
    pub fn commit(self) -> Boxed<'static, Result<(), StoreError>> {
        Box::pin(async move {
            match self {
                Self::Sqlite(tx) => tx.commit().await,
                Self::Postgres(tx) => tx.commit().await,
            }
            .doing("commit")
        })
    }
}

/// Runs one body on whichever connection a [`Tx`] holds. The body is compiled once for each database, so that the compiler
/// checks the same text against both.
macro_rules! with_tx {
    ($tx:expr, $connection:ident => $body:expr) => {
        match $tx {
            $crate::store::Tx::Sqlite(tx) => {
                let $connection = &mut **tx;
                $body
            }
            $crate::store::Tx::Postgres(tx) => {
                let $connection = &mut **tx;
                $body
            }
        }
    };
}
pub(crate) use with_tx;
