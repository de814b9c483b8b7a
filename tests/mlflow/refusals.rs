//! A server that says no: why, for how long, and what goes on meanwhile.

use touchline::{
    registry::{Mlflow, MlflowError},
    store,
};

use super::{
    proxy::{Fate, Proxy},
    server::Server,
    stage::{Stage, post, settings},
};

const REFUSED: &str = r#"{"error_code":"INVALID_PARAMETER_VALUE","message":"the digest is too long"}"#;

#[tokio::test(flavor = "multi_thread")]
async fn the_three_kinds_of_403_say_what_to_do() {
    let stage = Stage::new().await;
    stage.published("dc-2026w48.1", true).await;
    let said = async |fate: Fate| {
        let proxy = Proxy::start(Server::get().port, move |_| fate.clone()).await;
        let outbox = stage.deliver(stage.mlflow(&proxy.url())).await;
        assert_eq!(outbox.parked, 0, "an operator repairs it, so that it waits");
        outbox.last_error.unwrap()
    };
    let host = said(Fate::Header("host", "mlflow:5000")).await;
    assert!(host.contains("--allowed-hosts"), "{host}");
    // Only requests that write are blocked for their origin: the first that waits is one.
    let origin = said(Fate::Header("origin", "http://evil.example")).await;
    assert!(origin.contains("cross-origin"), "{origin}");
    let account = said(Fate::Answer(
        403,
        r#"{"error_code":"PERMISSION_DENIED","message":"no"}"#,
    ))
    .await;
    assert!(account.contains("the account at MLflow may not"), "{account}");
    stage.deliver_all(&Server::get().url()).await;
    assert_eq!(stage.mirror().await.names(), ["dc-2026w48.1"], "nothing was lost");
}

/// `/version` answers anyone; the calls that matter do not.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_answers_is_not_yet_one_that_can_be_used() {
    let stage = Stage::new().await;
    let asked = async |fate: Fate| {
        let proxy = Proxy::start(Server::get().port, move |_| fate.clone()).await;
        stage.mlflow(&proxy.url()).version().await
    };
    assert_eq!(asked(Fate::Pass).await.unwrap().split('.').next(), Some("3"));
    let host = asked(Fate::Header("host", "mlflow:5000")).await;
    assert!(matches!(host, Err(MlflowError::HostRefused { .. })), "{host:?}");
    for other in ["<html>It works!</html>", "{\"version\":\"1.0\"}", ""] {
        let error = asked(Fate::Answer(200, other)).await;
        assert!(
            matches!(error, Err(MlflowError::NotMlflow { .. })),
            "{other}: {error:?}"
        );
    }
    // A service that answers everything with a plain version number.
    let error = asked(Fate::Answer(200, "8.0.1")).await;
    assert!(matches!(error, Err(MlflowError::NotMlflow { .. })), "{error:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_for_good_is_set_aside_and_tried_again_later() {
    let stage = Stage::new().await;
    stage.published("dc-2026w48.1", true).await;
    let refuse = |request: &super::proxy::Request| match request.line.as_str() {
        line if line.ends_with("runs/log-inputs") => Fate::Answer(400, REFUSED),
        _ => Fate::Pass,
    };
    let proxy = Proxy::start(Server::get().port, refuse).await;
    let outbox = stage.deliver(stage.mlflow(&proxy.url())).await;
    assert_eq!((outbox.pending, outbox.parked), (0, 1));
    let refusal = outbox.last_refusal.unwrap();
    assert!(
        refusal.contains("log the data set of a run: the digest is too long"),
        "{refusal}"
    );
    let mirror = stage.mirror().await;
    assert_eq!(
        (mirror.statuses(), mirror.champion()),
        (vec!["FINISHED"], Some("dc-2026w48.1"))
    );

    let mut tx = stage.db.write().await.unwrap();
    store::retry_outbox(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    let outbox = stage.deliver(stage.mlflow(&Server::get().url())).await;
    assert_eq!((outbox.pending, outbox.parked), (0, 0));
    let mirror = stage.mirror().await;
    assert_eq!(mirror.runs[0]["inputs"]["dataset_inputs"].as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_is_refused_holds_up_no_other() {
    let stage = Stage::new().await;
    stage.published("dc-2026w48.1", true).await;
    stage.published("dc-2026w48.2", true).await;
    let refuse = |request: &super::proxy::Request| {
        let body = String::from_utf8_lossy(&request.body);
        let is_first = request.line.ends_with("runs/create") && body.contains("\"training 1\"");
        if is_first {
            Fate::Answer(400, REFUSED)
        } else {
            Fate::Pass
        }
    };
    let proxy = Proxy::start(Server::get().port, refuse).await;
    let outbox = stage.deliver(stage.mlflow(&proxy.url())).await;
    assert_eq!(outbox.pending, 0);
    let reason = outbox.last_refusal.unwrap();
    assert!(reason.starts_with("MLflow has no run of training #1"), "{reason}");
    let mirror = stage.mirror().await;
    assert_eq!(
        (mirror.names(), mirror.champion()),
        (vec!["dc-2026w48.2".to_owned()], Some("dc-2026w48.2"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_experiment_waits_for_its_restoration() {
    let stage = Stage::new().await;
    let made = post("experiments/create", &serde_json::json!({ "name": stage.name })).await;
    let id = serde_json::json!({ "experiment_id": made["experiment_id"] });
    post("experiments/delete", &id).await;
    stage.published("dc-2026w48.1", true).await;
    let outbox = stage.deliver(stage.mlflow(&Server::get().url())).await;
    assert!(outbox.last_error.unwrap().contains("is deleted in MLflow: restore it"));
    post("experiments/restore", &id).await;
    stage.deliver_all(&Server::get().url()).await;
    assert_eq!(stage.mirror().await.names(), ["dc-2026w48.1"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn credentials_are_sent_and_never_said() {
    for (rest, sent) in [
        ("username = \"ops\"\npassword = \"hunter2\"", "basic b3bzomh1bnrlcji="),
        ("token = \"hunter2\"", "bearer hunter2"),
    ] {
        let proxy = Proxy::start(Server::get().port, |_| Fate::Answer(401, "who are you, hunter2?")).await;
        let mlflow = Mlflow::new(&settings(&proxy.url(), "unused", rest)).unwrap();
        let error = mlflow.version().await.unwrap_err();
        let said = format!("{mlflow:?} {error:?} {error}");
        assert!(!said.contains("hunter2"), "{said}");
        assert!(error.to_string().contains("credentials"), "{error}");
        let head = proxy.seen()[0].head.to_lowercase();
        assert!(head.contains(&format!("authorization: {sent}")), "{head}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_was_deleted_there_stays_deleted() {
    let stage = Stage::new().await;
    stage.came_to_nothing(touchline::domain::RunState::Failed).await;
    let url = Server::get().url();
    stage.deliver_all(&url).await;
    let run = stage.mirror().await.runs[0]["info"]["run_id"].clone();
    post("runs/delete", &serde_json::json!({ "run_id": run })).await;
    let mut tx = stage.db.write().await.unwrap();
    let again = store::run(&mut tx, 1).await.unwrap().unwrap();
    touchline::registry::tell(
        &mut tx,
        &touchline::registry::ending(&again, &store::Curves::new(), None),
        chrono::Utc::now(),
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    stage.deliver_all(&url).await;
    assert_eq!(stage.mirror().await.runs.len(), 0);
    assert!(stage.outbox().await.last_refusal.unwrap().contains("deleted there"));
}
