//! The bell of the queue on both databases: heard at once, and heard again after an interruption.

use std::time::Duration;

use crate::databases::{Database, on_both};
use crate::postgres::PostgresServer;
use touchline::{
    config::DatabaseAddress,
    store::{self, Bell, Db, Enqueued, NewRun, OpenMode, StoreError},
};

/// A test that waits longer than this has failed.
const PATIENCE: Duration = Duration::from_mins(1);

/// Asks for a training and rings for it.
async fn ask(db: &Db) -> Result<Enqueued, StoreError> {
    let mut tx = db.write_beside().await?;
    let asked = store::enqueue(
        &mut tx,
        &NewRun::training(None, "ops@host", chrono::DateTime::UNIX_EPOCH),
    )
    .await?;
    store::ring(&mut tx).await?;
    tx.commit().await?;
    Ok(asked)
}

async fn sessions_that_listen(database: &Database) -> i64 {
    let listening = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%' \
                     AND application_name = 'touchline'";
    database.count(listening).await
}

on_both! {
    async fn a_request_is_heard(database) {
        let bell = Bell::of(&database.db).await;
        let waits = tokio::spawn(async move { bell.rings(PATIENCE).await });
        ask(&database.db).await.unwrap();
        assert!(waits.await.unwrap());
    }

    async fn what_rang_before_anyone_waited_is_heard(database) {
        let bell = Bell::of(&database.db).await;
        ask(&database.db).await.unwrap();
        assert!(bell.rings(PATIENCE).await);
    }

    async fn another_process_is_heard(database) {
        let bell = Bell::of(&database.db).await;
        let other = Db::open(database.address.clone(), OpenMode::ReadWrite).await.unwrap();
        ask(&other).await.unwrap();
        assert!(bell.rings(PATIENCE).await);
    }

    async fn a_quiet_queue_rings_nothing_and_keeps_nobody(database) {
        let bell = Bell::of(&database.db).await;
        assert!(!bell.rings(Duration::from_secs(1)).await);
    }

    /// Its connection is not one of the pool's, whose end would wait for it.
    async fn a_database_is_closed_while_a_bell_listens(database) {
        let bell = Bell::of(&database.db).await;
        database.db.close().await;
        drop(bell);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_session_beside_the_pool_listens_and_ends_with_the_bell() {
    let database = Database::postgres().await;
    let bell = Bell::of(&database.db).await;
    assert_eq!(sessions_that_listen(&database).await, 1);
    drop(bell);
    while sessions_that_listen(&database).await > 0 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_was_away_is_heard_again() {
    let server = PostgresServer::start("");
    let address = DatabaseAddress::from(server.url(&server.database().await).as_str());
    store::migrate(&address, "touchline test").await.unwrap();
    let db = Db::open(&address, OpenMode::ReadWrite).await.unwrap();
    let bell = Bell::of(&db).await;
    server.stop();
    server.start_again();
    assert!(bell.rings(PATIENCE).await, "it may have missed something");
    ask(&db).await.unwrap();
    assert!(bell.rings(PATIENCE).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_away_at_first_is_heard_when_it_comes() {
    let server = PostgresServer::start("");
    let address = DatabaseAddress::from(server.url(&server.database().await).as_str());
    store::migrate(&address, "touchline test").await.unwrap();
    let db = Db::open(&address, OpenMode::ReadWrite).await.unwrap();
    server.stop();
    let bell = Bell::of(&db).await;
    server.start_again();
    assert!(bell.rings(PATIENCE).await);
}
