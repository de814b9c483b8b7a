//! What the database says of itself.

use super::{Context, StoreError, Tx, with_tx};

/// What the database says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatabaseFacts {
    /// `sqlite` or `postgresql`.
    pub backend: &'static str,
    /// Its version.
    pub version: String,
    /// Bytes on disk, without a journal.
    pub size_bytes: Option<u64>,
}

/// Asks it; also the smallest round trip there is.
///
/// # Errors
/// When it does not answer.
pub async fn database_facts(tx: &mut Tx) -> Result<DatabaseFacts, StoreError> {
    const SQLITE: &str = "SELECT sqlite_version(), page_count * page_size FROM pragma_page_count(), pragma_page_size()";
    const POSTGRES: &str = "SELECT current_setting('server_version'), pg_database_size(current_database())";
    let (backend, sql) = match tx {
        Tx::Sqlite(_) => ("sqlite", SQLITE),
        Tx::Postgres(_) => ("postgresql", POSTGRES),
    };
    let (version, size): (String, i64) = with_tx!(tx, c => sqlx::query_as(sql).fetch_one(c).await).doing("answer")?;
    Ok(DatabaseFacts {
        backend,
        version,
        size_bytes: u64::try_from(size).ok(),
    })
}
