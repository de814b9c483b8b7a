use std::os::unix::fs::PermissionsExt;

use super::*;
use crate::store::{migrate, with_tx};

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

async fn execute(path: &Path, sql: &'static str) {
    let db = open(path, OpenMode::ReadWrite).await.unwrap();
    let mut tx = db.write().await.unwrap();
    with_tx!(&mut tx, c => sqlx::query(sql).execute(c).await.unwrap().rows_affected());
    tx.commit().await.unwrap();
    db.close().await;
}

#[tokio::test]
async fn a_newer_schema_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("touchline.db");
    migrate(&path, "test").await.unwrap();
    let newer =
        "UPDATE _sqlx_migrations SET version = 9999 WHERE version = (SELECT max(version) FROM _sqlx_migrations)";
    execute(&path, newer).await;
    for mode in [OpenMode::ReadWrite, OpenMode::ReadOnly] {
        let error = Db::open(&path, mode).await.unwrap_err();
        assert!(matches!(error, StoreError::Newer { version: 9999, .. }), "{error}");
    }
}

#[tokio::test]
async fn an_older_schema_is_brought_up_to_date_by_who_writes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("touchline.db");
    let Db::Sqlite { pool, .. } = open(&path, OpenMode::ReadWrite).await.unwrap() else {
        panic!()
    };
    schema::SQLITE.run_to(2, &pool).await.unwrap();
    pool.close().await;
    let error = Db::open(&path, OpenMode::ReadOnly).await.unwrap_err();
    assert!(matches!(error, StoreError::Older { version: 2, .. }), "{error}");
    let migrated = migrate(&path, "test").await.unwrap();
    assert_eq!((migrated.from, migrated.to), (Some(2), schema::latest()));
    assert_eq!(migrated.applied[0], (3, "quality".to_owned()));
    let again = migrate(&path, "test").await.unwrap();
    assert_eq!((again.from, again.applied.len()), (Some(again.to), 0));
    Db::open(&path, OpenMode::ReadOnly).await.unwrap().close().await;
}

#[tokio::test]
async fn the_tables_of_another_application_are_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("places.sqlite");
    execute(&path, "CREATE TABLE bookmarks (id INTEGER PRIMARY KEY)").await;
    let error = Db::open(&path, OpenMode::ReadWrite).await.unwrap_err();
    assert!(
        matches!(&error, StoreError::OtherApplication { table, .. } if table == "bookmarks"),
        "{error}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn several_may_create_it_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("touchline.db");
    let openings: Vec<_> = (0..4)
        .map(|_| {
            let path = path.clone();
            tokio::spawn(async move { Db::open(&path, OpenMode::ReadWrite).await.map(drop) })
        })
        .collect();
    for opening in openings {
        opening.await.unwrap().unwrap();
    }
}
