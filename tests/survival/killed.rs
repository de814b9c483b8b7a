//! `kill -9` in each of the seven stages, and between the statements of a promotion.

use std::time::Duration;

use sqlx::{Connection, PgConnection};
use tokio::sync::OnceCell;
use touchline::domain::Stage as StageOfTraining;

use super::{
    databases::{Database, Plain},
    postgres::PostgresServer,
    stage::Stage,
};

/// The parameters that an undisturbed training comes to.
async fn undisturbed() -> &'static str {
    static PARAMETERS: OnceCell<String> = OnceCell::const_new();
    PARAMETERS
        .get_or_init(|| async {
            let stage = Stage::loaded(Database::sqlite().await);
            stage.touchline(&["train"]);
            stage.touchline(&["worker", "--once"]);
            stage.parameters().await
        })
        .await
}

/// Killed at a point of a training, taken up by the next worker: one of everything, and the same parameters.
async fn killed_at(database: Database, moment: &str, at: StageOfTraining) {
    let stage = Stage::loaded(database);
    stage.touchline(&["train"]);
    let mut worker = stage.worker_that_halts(&format!("{moment}-{at}"));
    worker.wait_until_it_halts();
    worker.kill();
    assert_eq!(stage.count("SELECT count(*) FROM promotions").await, 0, "{moment} {at}");
    stage.touchline(&["worker", "--once"]);

    let what = format!("killed at {moment} of {at}");
    assert_eq!(stage.count("SELECT count(*) FROM promotions").await, 1, "{what}");
    assert_eq!(stage.count("SELECT count(*) FROM models").await, 1, "{what}");
    let champions = "SELECT count(*) FROM models WHERE status = 'champion'";
    assert_eq!(stage.count(champions).await, 1, "{what}");
    let succeeded = "SELECT count(*) FROM training_runs WHERE state = 'succeeded' AND attempt = 2 AND failures = 1";
    assert_eq!(stage.count(succeeded).await, 1, "{what}");
    assert_eq!(stage.parameters().await, undisturbed().await, "{what}");
    let doubled = "SELECT count(*) - count(DISTINCT match_id) FROM predictions";
    assert_eq!(stage.count(doubled).await, 0, "{what}");
    let repeated = stage
        .count("SELECT count(*) FROM training_checkpoints WHERE attempt = 2")
        .await;
    // The last stage leaves the run's end in place of a checkpoint.
    let left = StageOfTraining::ALL
        .into_iter()
        .skip_while(|stage| *stage != at)
        .count();
    assert_eq!(
        repeated,
        i64::try_from(left).unwrap() - 1,
        "{what}: only what was not finished is done"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_each_stage_on_sqlite() {
    for at in StageOfTraining::ALL {
        killed_at(Database::sqlite().await, "commit", at).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_each_stage_on_postgres() {
    for at in StageOfTraining::ALL {
        killed_at(Database::postgres().await, "commit", at).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_between_two_stages() {
    killed_at(Database::sqlite().await, "begin", StageOfTraining::Promote).await;
    killed_at(Database::postgres().await, "begin", StageOfTraining::Calibrate).await;
}

const HOLD_PROMOTIONS: [&str; 2] = [
    "CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS \
     'BEGIN PERFORM pg_advisory_xact_lock(4711); RETURN NEW; END'",
    "CREATE TRIGGER hold BEFORE INSERT ON promotions FOR EACH ROW EXECUTE FUNCTION hold()",
];

/// The statements that archive the champion and promote the next are made, the one that records it waits.
#[tokio::test(flavor = "multi_thread")]
async fn killed_between_the_statements_of_a_promotion() {
    let stage = Stage::loaded(Database::postgres().await);
    stage.touchline(&["train"]);
    stage.touchline(&["worker", "--once"]);
    let first = "SELECT version FROM models WHERE status = 'champion'";
    let champion = stage.database.text(first).await;
    for sql in HOLD_PROMOTIONS {
        stage.database.execute(sql).await;
    }
    let Plain::Postgres(pool) = &stage.database.plain else {
        panic!("not PostgreSQL")
    };
    let mut holder = pool.acquire().await.unwrap();
    sqlx::query("SELECT pg_advisory_lock(4711)")
        .execute(&mut *holder)
        .await
        .unwrap();
    stage.touchline(&["train"]);
    let worker = stage.worker();
    let waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 4711 AND NOT granted";
    while stage.count(waiting).await == 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    worker.kill();
    sqlx::query("SELECT pg_advisory_unlock(4711)")
        .execute(&mut *holder)
        .await
        .unwrap();
    drop(holder);

    assert_eq!(
        stage.database.text(first).await,
        champion,
        "the old champion, and it alone"
    );
    stage.touchline(&["worker", "--once"]);
    assert_eq!(stage.count("SELECT count(*) FROM models").await, 2);
    assert_eq!(stage.count("SELECT count(*) FROM promotions").await, 2);
    assert_ne!(stage.database.text(first).await, champion);
}

/// The server ends and starts again while the worker is between two stages.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_restarts_in_the_middle_of_a_run_costs_nothing() {
    let server = PostgresServer::start("");
    let url = server.url(&server.database().await);
    let stage = Stage::loaded(Database::at(&url).await);
    stage.touchline(&["train"]);
    let mut worker = stage.worker_that_halts("begin-evaluate");
    worker.wait_until_it_halts();
    server.stop();
    server.start_again();
    worker.wake();
    worker.wait_for_end();
    let mut fresh = PgConnection::connect(&url).await.unwrap();
    let ended: (i64, i64) = sqlx::query_as(
        "SELECT count(*) FILTER (WHERE state = 'succeeded' AND attempt = 1), (SELECT count(*) FROM models) FROM training_runs",
    )
    .fetch_one(&mut fresh)
    .await
    .unwrap();
    assert_eq!(ended, (1, 1));
}
