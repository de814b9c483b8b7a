//! Independent of who started it, and the only one of its kind on its host.

use std::{fs, process::Command, thread};

use rustix::process::{Signal, getsid};
use sqlx::SqlitePool;
use touchline::{
    engine::SoleWorker,
    training::{SCHEDULE_LEASE, worker_id},
};

use super::{
    databases::on_both,
    stage::{Detached, Stage},
};

async fn workers(database: &SqlitePool) -> Vec<String> {
    let names = sqlx::query_scalar("SELECT id FROM workers");
    names.fetch_all(database).await.unwrap()
}

/// Waits until it is at work, which it must not end before.
async fn at_work(database: &SqlitePool, worker: &Detached) {
    while !workers(database).await.iter().any(|name| worker.names(name)) {
        assert!(!worker.has_ended(), "it ended without having worked");
        tokio::task::yield_now().await;
    }
}

#[test]
fn it_depends_on_nothing_of_its_starter_and_ends_when_idle() {
    let stage = Stage::new(1, "");
    let worker = stage.start();
    // Its own session, whatever its starter's is.
    assert_eq!(getsid(Some(worker.pid)).unwrap(), worker.pid);
    let stream = |number| fs::read_link(worker.process(&format!("fd/{number}"))).unwrap();
    assert_eq!(stream(0).to_str(), Some("/dev/null"));
    let output = stage.logs().join("worker.out");
    assert_eq!([stream(1), stream(2)], [output.clone(), output]);
    worker.wait();
}

#[tokio::test(flavor = "multi_thread")]
async fn of_three_started_at_once_one_stays() {
    let stage = Stage::new(60, "");
    let database = stage.database().await;
    let started = thread::scope(|scope| {
        let starting = [(); 3].map(|()| scope.spawn(|| stage.start()));
        starting.map(|thread| thread.join().unwrap())
    });
    while started.iter().filter(|worker| worker.has_ended()).count() < 2 {
        tokio::task::yield_now().await;
    }
    let last = started.iter().find(|worker| !worker.has_ended()).expect("one stays");
    at_work(&database, last).await;
    let names = workers(&database).await;
    assert!(names.len() == 1 && last.names(&names[0]), "{names:?}");
    assert_eq!(stage.log().matches("is not needed").count(), 2);

    // Killed, it leaves its lease behind, which keeps the next from nothing.
    last.signal(Signal::KILL);
    last.wait();
    let next = stage.start();
    at_work(&database, &next).await;
    next.signal(Signal::TERM);
    next.wait();
    // The right is free again. The schedule may still be the dead one's: the next has not looked at it in so short a life.
    let left: Vec<(String, String)> = sqlx::query_as("SELECT name, owner FROM leases")
        .fetch_all(&database)
        .await
        .unwrap();
    assert!(
        left.iter()
            .all(|(name, owner)| name == SCHEDULE_LEASE && last.names(owner)),
        "{left:?}"
    );
}

/// Whoever holds the run may die, and whoever asked for it saw a worker that lives and started none.
#[tokio::test(flavor = "multi_thread")]
async fn it_stays_while_anything_is_not_over() {
    let stage = Stage::new(1, "");
    let database = stage.database().await;
    let execute = async |sql| sqlx::query(sql).execute(&database).await.map(drop).unwrap();
    stage.home.touchline(&["train"]).assert().success();
    execute(
        "UPDATE training_runs SET state = 'running', attempt = 1, lease_owner = 'elsewhere:1:1', \
         lease_expires_at = '2999-01-01T00:00:00Z'",
    )
    .await;
    let worker = stage.start();
    // With every turn of idleness that ends it signs on anew.
    let mut signed_on = Vec::new();
    while signed_on.len() < 3 {
        assert!(!worker.has_ended(), "it left a run to nobody");
        let at: Vec<String> = sqlx::query_scalar("SELECT started_at FROM workers")
            .fetch_all(&database)
            .await
            .unwrap();
        signed_on.extend(at);
        signed_on.dedup();
        tokio::task::yield_now().await;
    }
    execute("UPDATE training_runs SET state = 'failed', lease_owner = NULL").await;
    worker.wait();
}

on_both! {
    async fn the_right_is_one_workers_until_it_gives_it_back_or_is_gone(database) {
        let db = &database.db;
        let (mine, other) = (worker_id(), format!("{}1", worker_id()));
        let right = SoleWorker::take(db, &mine).await.unwrap().unwrap();
        assert!(SoleWorker::take(db, &other).await.unwrap().is_none());
        right.give_back().await.unwrap();

        let mut child = Command::new("true").spawn().unwrap();
        child.wait().unwrap();
        let ended = mine.replace(&format!(":{}:", std::process::id()), &format!(":{}:", child.id()));
        let _left_behind = SoleWorker::take(db, &ended).await.unwrap().unwrap();
        let right = SoleWorker::take(db, &other).await.unwrap().unwrap();
        assert!(SoleWorker::take(db, &mine).await.unwrap().is_none());
        right.give_back().await.unwrap();
    }
}
