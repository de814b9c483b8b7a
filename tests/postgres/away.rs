//! A server that goes away while it is in use: the monitor keeps what it knew, a training goes on.

use std::{path::Path, time::Duration};

use super::worker::worker;
use chrono::{DateTime, Utc};
use rustix::process::{Pid, Signal, kill_process};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tokio_util::sync::CancellationToken;
use touchline::{
    config::{DatabaseAddress, Settings},
    engine::{Engine, SectionState, Snapshot},
    ingest,
    store::{self, Db, OpenMode},
    training::{Ended, ReplayClock},
};

use super::postgres::PostgresServer;

/// A test that waits longer than this has failed.
const PATIENCE: Duration = Duration::from_mins(2);

fn now() -> DateTime<Utc> {
    "2024-06-01T12:00:00Z".parse().unwrap()
}

/// A database with seasons of the Premier League on a server of its own.
async fn loaded(server: &PostgresServer, seasons: &[&str]) -> (DatabaseAddress, Db) {
    let address = DatabaseAddress::from(server.url(&server.database().await).as_str());
    store::migrate(&address, "touchline test").await.unwrap();
    let db = Db::open(&address, OpenMode::ReadWrite).await.unwrap();
    for season in seasons {
        let name = format!("E0_{season}.csv");
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample").join(&name);
        let bytes = std::fs::read(file).unwrap();
        ingest::import_file(&db, name.as_ref(), &bytes, now(), now().date_naive())
            .await
            .unwrap();
    }
    (address, db)
}

/// Of the sections that have something to show where nothing was trained yet.
fn states(snapshot: &Snapshot) -> [SectionState; 3] {
    let sections = &snapshot.sections;
    [
        sections.system.state,
        sections.data_freshness.state,
        sections.data_quality.state,
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn the_monitor_keeps_the_last_values_and_comes_back() {
    let server = PostgresServer::start("");
    let (address, _db) = loaded(&server, &["2324"]).await;
    let mut settings = Settings::parse("[engine]\npoll-idle-ms = 100", Path::new("test.toml")).unwrap();
    settings.database = address;
    let engine = Engine::open(&settings, None).await.unwrap();
    let mut changes = engine.changes();
    let mut until = async |wanted: SectionState| {
        let reached = changes.wait_for(|snapshot| states(snapshot).iter().all(|state| *state == wanted));
        tokio::time::timeout(PATIENCE, reached).await.unwrap().unwrap().clone()
    };
    let before = until(SectionState::Fresh).await;
    assert_eq!(
        before.sections.system.value.as_ref().unwrap().database.backend.as_str(),
        "postgresql"
    );

    server.stop();
    let stale = until(SectionState::Stale).await;
    assert_eq!(
        stale.sections.data_freshness.value,
        before.sections.data_freshness.value
    );
    let system = &stale.sections.system;
    assert!(system.value.is_some() && system.next_attempt.is_some());
    let error = system.error.as_ref().unwrap().as_str();
    assert!(error.contains("postgres"), "{error}");

    server.start_again();
    engine.refresh();
    until(SectionState::Fresh).await;
}

/// One attempt for each poll, however long it waits for its answer: a server that comes up is not stormed.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_away_is_told_of_at_once() {
    let server = PostgresServer::start("");
    let (_, db) = loaded(&server, &[]).await;
    drop(db.read().await.unwrap());
    server.stop();
    // The first finds the connections of the pool broken.
    db.read().await.unwrap_err();
    let error = db.read().await.unwrap_err();
    assert!(error.is_passing(), "{error}");
    assert!(error.to_string().contains("nothing listens there"), "{error}");
    server.start_again();
    drop(db.read().await.unwrap());
}

async fn enqueue(db: &Db) {
    let mut tx = db.write_beside().await.unwrap();
    store::enqueue(&mut tx, &store::NewRun::training(None, "tester@here", now()))
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// The number that a query answers, once it is not zero.
async fn awaited(connection: &mut PgConnection, sql: &'static str) {
    let counted = async {
        while sqlx::query_scalar::<_, i64>(sql)
            .fetch_one(&mut *connection)
            .await
            .unwrap()
            == 0
        {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, counted).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_training_survives_a_restart_of_the_server() {
    let server = PostgresServer::start("");
    let (address, db) = loaded(&server, &["2021", "2122", "2223", "2324"]).await;
    enqueue(&db).await;
    let training = tokio::spawn({
        let worker = worker(&db, &ReplayClock::new(now(), 1));
        async move { worker.run_next(&CancellationToken::new()).await }
    });
    let url = address.expose().into_string().unwrap();
    let mut beside = PgConnection::connect(&url).await.unwrap();
    awaited(
        &mut beside,
        "SELECT count(*) FROM training_runs WHERE state = 'running'",
    )
    .await;
    server.stop();
    server.start_again();
    let ended = tokio::time::timeout(PATIENCE, training)
        .await
        .unwrap()
        .unwrap()
        .unwrap();
    assert!(matches!(ended, Some(Ended::Promoted(_))), "{ended:?}");
    let mut tx = db.read().await.unwrap();
    let run = store::run(&mut tx, 1).await.unwrap().unwrap();
    assert_eq!((run.state.as_str(), run.attempt), ("succeeded", 1));
}

/// The server ends while the worker is about to publish: nothing of it is there, then all of it, once.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_published_while_the_server_goes_is_published_once() {
    let server = PostgresServer::start("");
    let (address, db) = loaded(&server, &["2223", "2324"]).await;
    enqueue(&db).await;
    let url = address.expose().into_string().unwrap();
    // Another writer: the training gets as far as its last stage and waits there.
    let mut other = PgConnection::connect(&url).await.unwrap();
    let writer = db.write().await.unwrap();
    let training = tokio::spawn({
        let worker = worker(&db, &ReplayClock::new(now(), 1));
        async move { worker.run_next(&CancellationToken::new()).await }
    });
    awaited(
        &mut other,
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted",
    )
    .await;
    server.stop();
    drop(writer);
    server.start_again();
    let ended = tokio::time::timeout(PATIENCE, training)
        .await
        .unwrap()
        .unwrap()
        .unwrap();
    assert!(matches!(ended, Some(Ended::Promoted(_))), "{ended:?}");
    let mut beside = PgConnection::connect(&url).await.unwrap();
    for (sql, expected) in [
        ("SELECT count(*) FROM models", 1_i64),
        ("SELECT count(*) FROM models WHERE status = 'champion'", 1),
        (
            "SELECT count(*) FROM predictions GROUP BY match_id ORDER BY 1 DESC LIMIT 1",
            1,
        ),
    ] {
        let found: i64 = sqlx::query_scalar(AssertSqlSafe(sql))
            .fetch_one(&mut beside)
            .await
            .unwrap();
        assert_eq!(found, expected, "{sql}");
    }
}

/// The server's processes, the first of which the others are children of.
fn processes(server: &PostgresServer) -> Vec<Pid> {
    let file = std::fs::read_to_string(server.folder.join("data/postmaster.pid")).unwrap();
    let first = file.lines().next().unwrap().to_owned();
    let children = std::fs::read_to_string(format!("/proc/{first}/task/{first}/children")).unwrap();
    let numbers = std::iter::once(first.as_str()).chain(children.split_whitespace());
    numbers
        .filter_map(|number| Pid::from_raw(number.parse().ok()?))
        .collect()
}

/// A server that answers nothing any more holds connections open without an error.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_hangs_is_given_up_and_comes_back() {
    let server = PostgresServer::start("");
    let (address, _db) = loaded(&server, &[]).await;
    let settings = "[engine]\npoll-idle-ms = 100\npoll-timeout-ms = 500";
    let mut settings = Settings::parse(settings, Path::new("test.toml")).unwrap();
    settings.database = address;
    let engine = Engine::open(&settings, None).await.unwrap();
    let mut changes = engine.changes();
    let mut until = async |wanted: fn(SectionState) -> bool| {
        let reached = changes.wait_for(|snapshot| wanted(snapshot.sections.system.state));
        tokio::time::timeout(PATIENCE, reached).await.unwrap().unwrap().clone()
    };
    until(|state| state == SectionState::Fresh).await;
    for process in processes(&server) {
        // A child may have ended since.
        let _ended = kill_process(process, Signal::STOP);
    }
    let stale = until(|state| state == SectionState::Stale).await;
    let error = stale.sections.system.error.as_ref().unwrap().as_str();
    assert!(error.contains("no answer within 500 ms"), "{error}");
    for process in processes(&server) {
        let _ended = kill_process(process, Signal::CONT);
    }
    engine.refresh();
    until(|state| state == SectionState::Fresh).await;
}
