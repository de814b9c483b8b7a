//! Who makes and changes the schema, and which databases are left alone.

use touchline::{
    config::DatabaseAddress,
    store::{self, Db, OpenMode, StoreError},
};

use super::postgres::PostgresServer;

async fn empty() -> (String, DatabaseAddress) {
    let server = PostgresServer::shared();
    let name = server.database().await;
    let address = DatabaseAddress::from(server.url(&name).as_str());
    (name, address)
}

async fn opened(address: &DatabaseAddress) -> Result<(), StoreError> {
    Db::open(address, OpenMode::ReadWrite).await?.close().await;
    Ok(())
}

#[tokio::test]
async fn only_a_migration_changes_it() {
    let (name, address) = empty().await;
    let first = store::migrate(&address, "touchline migrate").await.unwrap();
    assert_eq!(first.from, None);
    assert_eq!(first.applied.first(), Some(&(1, "native".to_owned())));
    assert_eq!(first.applied.last().map(|(version, _)| *version), Some(first.to));
    opened(&address).await.unwrap();
    let again = store::migrate(&address, "touchline migrate").await.unwrap();
    assert_eq!((again.from, again.applied), (Some(first.to), Vec::new()));

    let server = PostgresServer::shared();
    let as_before = "DELETE FROM _sqlx_migrations WHERE version = (SELECT max(version) FROM _sqlx_migrations)";
    server.execute(&name, as_before).await;
    let error = opened(&address).await.unwrap_err();
    assert!(error.to_string().contains("run `touchline migrate`"), "{error}");
    assert!(matches!(error, StoreError::Older { version, latest, .. } if version < latest && latest == first.to));
    server
        .execute(
            &name,
            "INSERT INTO _sqlx_migrations SELECT 9999, description, installed_on, success, checksum, \
                         execution_time FROM _sqlx_migrations WHERE version = 1",
        )
        .await;
    assert!(matches!(
        opened(&address).await,
        Err(StoreError::Newer { version: 9999, .. })
    ));
    let error = store::migrate(&address, "touchline migrate").await.unwrap_err();
    assert!(matches!(error, StoreError::Newer { .. }), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_at_the_same_time_one_waits() {
    let (_, address) = empty().await;
    let migrations: Vec<_> = (0..3)
        .map(|_| {
            let address = address.clone();
            tokio::spawn(async move { store::migrate(&address, "touchline migrate").await })
        })
        .collect();
    let mut makers = 0;
    for migration in migrations {
        let migrated = migration.await.unwrap().unwrap();
        assert_eq!(migrated.applied.is_empty(), migrated.from.is_some());
        makers += usize::from(migrated.from.is_none());
    }
    assert_eq!(makers, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_database_gets_it_from_who_writes() {
    let (_, address) = empty().await;
    let read_only = Db::open(&address, OpenMode::ReadOnly).await.unwrap_err();
    assert!(matches!(read_only, StoreError::NoTables { .. }), "{read_only}");
    let openings: Vec<_> = (0..3)
        .map(|_| {
            let address = address.clone();
            tokio::spawn(async move { opened(&address).await })
        })
        .collect();
    for opening in openings {
        opening.await.unwrap().unwrap();
    }
    Db::open(&address, OpenMode::ReadOnly).await.unwrap().close().await;
}

#[tokio::test]
async fn the_tables_of_another_application_are_left_alone() {
    let (name, address) = empty().await;
    let server = PostgresServer::shared();
    server.execute(&name, "CREATE TABLE bookings (id BIGINT)").await;
    for error in [
        opened(&address).await.unwrap_err(),
        store::migrate(&address, "touchline migrate").await.unwrap_err(),
    ] {
        assert!(
            matches!(&error, StoreError::OtherApplication { table, .. } if table == "bookings"),
            "{error}"
        );
    }
    server.execute(&name, "CREATE SCHEMA football").await;
    let url = format!("{}?options[search_path]=football", server.url(&name));
    let own = DatabaseAddress::from(url.as_str());
    store::migrate(&own, "touchline migrate").await.unwrap();
    opened(&own).await.unwrap();
    assert!(matches!(
        opened(&address).await,
        Err(StoreError::OtherApplication { .. })
    ));
}

/// A schema that is being migrated by hand with another sqlx application's journal is no schema of ours.
#[tokio::test]
async fn a_journal_alone_makes_no_schema() {
    let (name, address) = empty().await;
    let server = PostgresServer::shared();
    server
        .execute(
            &name,
            "CREATE TABLE _sqlx_migrations (version BIGINT PRIMARY KEY); CREATE TABLE shop (id BIGINT)",
        )
        .await;
    let error = opened(&address).await.unwrap_err();
    assert!(matches!(error, StoreError::OtherApplication { .. }), "{error}");
}
