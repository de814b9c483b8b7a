//! Where files go, and whose runs are whose.

use serde_json::json;

use super::{
    server::Server,
    stage::{Stage, post},
};

async fn experiment_at(stage: &Stage, location: &str) {
    let body = json!({ "name": stage.name, "artifact_location": location });
    assert!(post("experiments/create", &body).await["experiment_id"].is_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_written_into_a_folder_of_this_machine() {
    let (stage, folder) = (Stage::new().await, tempfile::tempdir().unwrap());
    experiment_at(&stage, &format!("file://{}", folder.path().display())).await;
    stage.published("dc-2026w48.1", true).await;
    stage.deliver_all(&Server::get().url()).await;
    let mirror = stage.mirror().await;
    let run = mirror.runs[0]["info"]["run_id"].as_str().unwrap();
    let artifacts = folder.path().join(run).join("artifacts");
    let parameters = std::fs::read_to_string(artifacts.join("model/parameters.json")).unwrap();
    assert_eq!(parameters, r#"{"version":"dc-2026w48.1"}"#);
    assert!(artifacts.join("evaluation/scores.csv").exists() && artifacts.join("evaluation/reliability.svg").exists());
    assert_eq!(mirror.champion(), Some("dc-2026w48.1"));
}

/// Nothing of the rest waits for files that cannot be stored.
#[tokio::test(flavor = "multi_thread")]
async fn files_out_of_reach_are_left_out() {
    let stage = Stage::new().await;
    experiment_at(&stage, "s3://bucket/path").await;
    stage.published("dc-2026w48.1", true).await;
    let outbox = stage.deliver(stage.mlflow(&Server::get().url())).await;
    assert_eq!((outbox.pending, outbox.parked), (0, 0), "{outbox:?}");
    assert_eq!(stage.mirror().await.champion(), Some("dc-2026w48.1"));
}

#[tokio::test(flavor = "multi_thread")]
async fn databases_that_share_a_server_share_no_run() {
    let (one, other) = (Stage::named("shared").await, Stage::named("shared").await);
    assert_eq!(
        one.published("dc-2026w48.1", true).await,
        other.published("dc-2026w48.1", true).await
    );
    let url = Server::get().url();
    one.deliver_all(&url).await;
    other.deliver_all(&url).await;
    let mirror = one.mirror().await;
    assert_eq!((mirror.runs.len(), mirror.versions.len()), (2, 2));
}
