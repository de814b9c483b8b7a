//! The aliases of a registry outside this database, as they were last set from here. All times are wall-clock times.

use chrono::{DateTime, Utc};

use super::{Context, StoreError, Tx, with_tx};

/// What is remembered of an alias.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AliasRecord {
    /// Its name: `champion`, `challenger`.
    pub alias: String,
    /// The version it was last set to from here; none where it was taken away.
    pub version: Option<String>,
    /// Times that it was found elsewhere.
    pub moves: u64,
    /// The version that it was set to from here when it was found elsewhere last.
    pub moved_from: Option<String>,
    /// Where it was found last; none is nowhere at all.
    pub moved_to: Option<String>,
    /// When it was found there.
    pub moved_at: Option<DateTime<Utc>>,
}

type Row = (
    String,
    Option<String>,
    i64,
    Option<String>,
    Option<String>,
    Option<DateTime<Utc>>,
);

/// Every alias that was ever set from here.
///
/// # Errors
/// When the query fails.
pub async fn alias_records(tx: &mut Tx) -> Result<Vec<AliasRecord>, StoreError> {
    const SQL: &str =
        "SELECT alias, version, moves, moved_from, moved_to, moved_at FROM registry_aliases ORDER BY alias";
    let rows: Vec<Row> =
        with_tx!(tx, c => sqlx::query_as(SQL).fetch_all(c).await).doing("read the aliases of the registry")?;
    Ok(rows
        .into_iter()
        .map(|(alias, version, moves, moved_from, moved_to, moved_at)| AliasRecord {
            alias,
            version,
            moves: u64::try_from(moves).unwrap_or(0),
            moved_from,
            moved_to,
            moved_at,
        })
        .collect())
}

/// Remembers where an alias was set to.
///
/// # Errors
/// When the query fails.
pub async fn record_alias(
    tx: &mut Tx,
    alias: &str,
    version: Option<&str>,
    wall: DateTime<Utc>,
) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO registry_aliases (alias, version, asserted_at, moves) VALUES ($1, $2, $3, 0) \
         ON CONFLICT (alias) DO UPDATE SET version = excluded.version, asserted_at = excluded.asserted_at";
    with_tx!(tx, c => sqlx::query(SQL).bind(alias).bind(version).bind(wall).execute(c).await.map(drop))
        .doing("remember an alias of the registry")?;
    Ok(())
}

/// Remembers that an alias which was set from here was found elsewhere.
///
/// # Errors
/// When the query fails.
pub async fn record_alias_move(
    tx: &mut Tx,
    alias: &str,
    moved_to: Option<&str>,
    wall: DateTime<Utc>,
) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE registry_aliases SET moves = moves + 1, moved_from = version, moved_to = $2, moved_at = $3 \
         WHERE alias = $1";
    with_tx!(tx, c => sqlx::query(SQL).bind(alias).bind(moved_to).bind(wall).execute(c).await.map(drop))
        .doing("remember that an alias was moved")?;
    Ok(())
}
