//! A worker that is stopped, and wakes when another has taken its run.

use super::{
    databases::{Database, on_both},
    stage::Stage,
};

async fn paused_at(database: Database, at: &str) {
    let stage = Stage::loaded(database);
    stage.touchline(&["train"]);
    let mut paused = stage.worker_that_halts(at);
    paused.wait_until_it_halts();
    stage.let_leases_run_out().await;
    stage.touchline(&["worker", "--once"]);
    let champion = stage.parameters().await;
    let events = stage.count("SELECT count(*) FROM training_events").await;

    paused.wake();
    let said = paused.wait_for_end();
    assert!(said.contains("taken over by another worker"), "{said}");
    assert_eq!(stage.count("SELECT count(*) FROM models").await, 1);
    assert_eq!(stage.count("SELECT count(*) FROM promotions").await, 1);
    assert_eq!(stage.parameters().await, champion);
    assert_eq!(stage.count("SELECT count(*) FROM training_events").await, events);
    let run = "SELECT count(*) FROM training_runs WHERE state = 'succeeded' AND attempt = 2";
    assert_eq!(stage.count(run).await, 1);
}

on_both! {
    async fn a_worker_that_wakes_too_late_changes_nothing(database) {
        paused_at(database, "begin-calibrate").await;
    }

    async fn a_worker_that_wakes_before_it_would_promote_changes_nothing(database) {
        paused_at(database, "begin-promote").await;
    }
}
