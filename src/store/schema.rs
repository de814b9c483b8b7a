//! Which schema a database has.

use sqlx::migrate::{MigrateError, Migrator};

use super::{Context, Db, Migrated, StoreError, Tx, with_tx};
use crate::boxed::Boxed;

pub(super) static SQLITE: Migrator = sqlx::migrate!("assets/migrations/sqlite");
pub(super) static POSTGRES: Migrator = sqlx::migrate!("assets/migrations/postgres");

/// Where the versions that were applied are written down.
const JOURNAL: &str = "_sqlx_migrations";

/// A table that this program has had since its first version.
const OURS: &str = "score_tallies";

/// What a database holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// No tables.
    Nothing,
    /// Tables of another application, such as this one.
    Others(String),
    /// Our schema, of this version.
    At(i64),
}

/// Looks at what a database holds. On PostgreSQL that is the first schema of the search path: another one of the same
/// database may hold anything.
pub(super) fn look(tx: &mut Tx) -> Boxed<'_, Result<Found, StoreError>> {
    Box::pin(async move {
        const IN_SQLITE: &str =
            "SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_' ORDER BY name";
        const IN_POSTGRES: &str =
            "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1";
        const VERSIONS: &str = "SELECT version FROM _sqlx_migrations ORDER BY version";
        let sql = match tx {
            Tx::Sqlite(_) => IN_SQLITE,
            Tx::Postgres(_) => IN_POSTGRES,
        };
        let tables: Vec<String> =
            with_tx!(&mut *tx, c => sqlx::query_scalar(sql).fetch_all(c).await).doing("list its tables")?;
        let (journal, tables): (Vec<_>, Vec<_>) = tables.into_iter().partition(|table| table == JOURNAL);
        let ours = tables.is_empty() || tables.iter().any(|table| table == OURS);
        match tables.into_iter().next() {
            None if journal.is_empty() => Ok(Found::Nothing),
            Some(other) if journal.is_empty() || !ours => Ok(Found::Others(other)),
            _ => {
                let versions: Vec<i64> = with_tx!(tx, c => sqlx::query_scalar(VERSIONS).fetch_all(c).await)
                    .doing("read the version of its schema")?;
                Ok(match versions.last() {
                    None => Found::Nothing,
                    Some(newest) if *newest > latest() => Found::At(*newest),
                    Some(_) => Found::At(reached(&versions)),
                })
            }
        }
    })
}

/// The last step before which none is missing.
fn reached(applied: &[i64]) -> i64 {
    let known = SQLITE.iter().map(|step| step.version);
    known
        .take_while(|version| applied.contains(version))
        .last()
        .unwrap_or(0)
}

/// The version that this program works with.
pub(super) fn latest() -> i64 {
    SQLITE.iter().map(|migration| migration.version).max().unwrap_or(0)
}

/// Is it the schema that this program works with?
pub(super) fn check(db: &Db, found: &Found) -> Result<(), StoreError> {
    let database = db.location();
    match found {
        Found::At(version) if *version < latest() => Err(StoreError::Older {
            database,
            version: *version,
            latest: latest(),
        }),
        Found::Nothing => Err(StoreError::NoTables { database }),
        found => may_migrate(database, found),
    }
}

/// Could it be brought to the schema that this program works with?
pub(super) fn may_migrate(database: String, found: &Found) -> Result<(), StoreError> {
    match found {
        Found::Others(table) => Err(StoreError::OtherApplication {
            database,
            table: table.clone(),
        }),
        Found::At(version) if *version > latest() => Err(StoreError::Newer {
            database,
            version: *version,
        }),
        _ => Ok(()),
    }
}

/// What a migration from a version on has applied.
pub(super) fn migrated(from: Option<i64>) -> Migrated {
    let new = |version: &i64| from.is_none_or(|from| *version > from);
    let steps = SQLITE.iter().map(|step| (step.version, step.description.to_string()));
    Migrated {
        from,
        to: latest(),
        applied: steps.filter(|(version, _)| new(version)).collect(),
    }
}

/// Says which database could not be migrated.
pub(super) fn failed(database: String) -> impl FnOnce(MigrateError) -> StoreError {
    move |source| match source {
        MigrateError::VersionMissing(version) => StoreError::Newer { database, version },
        source => StoreError::Migrate { database, source },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_in_the_steps_is_no_latest_version() {
        let all: Vec<i64> = SQLITE.iter().map(|step| step.version).collect();
        assert_eq!(reached(&all), latest());
        assert_eq!(reached(&[1, 2, latest()]), 2);
        assert_eq!(reached(&[2]), 0);
    }

    #[test]
    fn both_databases_have_the_same_steps() {
        let steps = |migrator: &'static Migrator| {
            let steps = migrator.iter().map(|step| (step.version, step.description.clone()));
            steps.collect::<Vec<_>>()
        };
        assert_eq!(steps(&SQLITE), steps(&POSTGRES));
    }
}
