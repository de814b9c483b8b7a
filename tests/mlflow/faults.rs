//! A server that is down, that dies in the middle, that is slow: everything arrives once, in order.

use std::{collections::HashSet, time::Duration};

use touchline::{domain::RunState, registry::MlflowError};

use super::{
    proxy::{Fate, Proxy, Request},
    server::Server,
    stage::{Stage, get},
};

/// Whether this request came for the first time.
fn first_time() -> impl FnMut(&Request) -> bool {
    let mut seen = HashSet::new();
    move |request| seen.insert((request.line.clone(), request.body.clone()))
}

async fn assert_told_once(stage: &Stage) {
    let mirror = stage.mirror().await;
    assert_eq!(mirror.statuses(), ["FINISHED"]);
    assert_eq!(mirror.names(), ["dc-2026w48.1"]);
    assert_eq!(mirror.champion(), Some("dc-2026w48.1"));
    let run = mirror.runs[0]["info"]["run_id"].as_str().unwrap();
    let call = format!("metrics/get-history?run_id={run}&metric_key=log_likelihood/E0&max_results=5000");
    assert_eq!(get(&call).await["metrics"].as_array().unwrap().len(), 1_100);
    assert_eq!(mirror.runs[0]["inputs"]["dataset_inputs"].as_array().unwrap().len(), 1);
}

/// Every request does its work once before its answer is lost: the server dies at every step.
#[tokio::test(flavor = "multi_thread")]
async fn every_answer_is_lost_once() {
    let stage = Stage::new().await;
    stage.published("dc-2026w48.1", true).await;
    let mut first = first_time();
    let lose = move |request: &Request| if first(request) { Fate::LoseAnswer } else { Fate::Pass };
    let proxy = Proxy::start(Server::get().port, lose).await;
    stage.deliver_all(&proxy.url()).await;
    assert_told_once(&stage).await;
    let created = proxy
        .seen()
        .iter()
        .filter(|request| request.line.ends_with("runs/create"))
        .count();
    assert_eq!(created, 1, "a run whose answer was lost is found, not made again");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_request_is_lost_or_failed_once() {
    let stage = Stage::new().await;
    stage.published("dc-2026w48.1", true).await;
    let (mut first, mut kind) = (first_time(), 0);
    let fail = move |request: &Request| {
        if !first(request) {
            return Fate::Pass;
        }
        kind += 1;
        match kind % 3 {
            0 => Fate::LoseRequest,
            1 => Fate::Answer(500, r#"{"error_code":"INTERNAL_ERROR","message":"database is locked"}"#),
            _ => Fate::Answer(503, "<html>no healthy upstream</html>"),
        }
    };
    let proxy = Proxy::start(Server::get().port, fail).await;
    stage.deliver_all(&proxy.url()).await;
    assert_told_once(&stage).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happened_while_it_was_down_arrives_later_in_order() {
    let stage = Stage::new().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let url = format!("http://127.0.0.1:{port}");
    stage.published("dc-2026w48.1", true).await;
    stage.came_to_nothing(RunState::Failed).await;
    stage.came_to_nothing(RunState::Cancelled).await;
    stage.published("dc-2026w48.2", true).await;
    let before = stage.outbox().await.pending;
    let down = stage.deliver(stage.mlflow(&url)).await;
    assert_eq!((down.pending, down.parked), (before, 0));
    let error = down.last_error.unwrap();
    assert!(
        error.starts_with("MLflow does not answer at http://127.0.0.1"),
        "{error}"
    );
    assert!(down.next_attempt_at.is_some());

    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await.unwrap();
    let proxy = Proxy::on(listener, Server::get().port, |_| Fate::Pass);
    stage.deliver_all(&url).await;
    let order: Vec<String> = proxy
        .seen()
        .iter()
        .filter_map(|request| request.line.strip_prefix("POST /api/2.0/mlflow/").map(str::to_owned))
        .filter(|call| ["runs/create", "runs/update", "model-versions/create"].contains(&call.as_str()))
        .collect();
    let (create, update, version) = ("runs/create", "runs/update", "model-versions/create");
    assert_eq!(
        order,
        [
            create, update, version, create, update, create, update, create, update, version
        ]
    );
    let mirror = stage.mirror().await;
    assert_eq!(mirror.statuses(), ["FINISHED", "FAILED", "KILLED", "FINISHED"]);
    assert_eq!(mirror.names(), ["dc-2026w48.1", "dc-2026w48.2"]);
    assert_eq!(mirror.champion(), Some("dc-2026w48.2"));
    assert!(
        !proxy
            .seen()
            .iter()
            .any(|request| request.head.to_lowercase().contains("\norigin:"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_hangs_is_given_up() {
    let stage = Stage::new().await;
    stage.published("dc-2026w48.1", true).await;
    let proxy = Proxy::start(Server::get().port, |_| Fate::Hang).await;
    let mlflow = stage.mlflow(&proxy.url()).within(Duration::from_millis(200));
    assert!(matches!(mlflow.version().await, Err(MlflowError::Late { .. })));
    let outbox = stage.deliver(mlflow).await;
    assert!(outbox.last_error.unwrap().contains("gave no answer within 0.2 s"));
}

/// A delivery without trouble asks once where the run is, not before every step.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_asked_twice() {
    let stage = Stage::new().await;
    stage.published("dc-2026w48.1", true).await;
    let proxy = Proxy::start(Server::get().port, |_| Fate::Pass).await;
    stage.deliver(stage.mlflow(&proxy.url())).await;
    let asked = |call: &str| {
        proxy
            .seen()
            .iter()
            .filter(|request| request.line.contains(call))
            .count()
    };
    // Both the beginning and the ending open the run; the step after the second looks for it.
    assert_eq!(asked("runs/search"), 3);
    assert!(
        proxy.seen().len() < 30,
        "{:#?}",
        proxy.seen().iter().map(|r| &r.line).collect::<Vec<_>>()
    );
}

/// Two processes on one database: one of them delivers.
#[tokio::test(flavor = "multi_thread")]
async fn two_deliverers_tell_everything_once() {
    let stage = Stage::new().await;
    stage.published("dc-2026w48.1", true).await;
    let url = Server::get().url();
    let deliver = |owner: &'static str| {
        let deliverer = touchline::registry::Deliverer::new(stage.db.clone(), stage.mlflow(&url), owner.to_owned());
        async move { while let touchline::registry::Pass::Taken = deliverer.deliver_next().await.unwrap() {} }
    };
    tokio::join!(deliver("a"), deliver("b"));
    stage.deliver_all(&url).await;
    assert_told_once(&stage).await;
}
