//! The database says which version is the champion; MLflow repeats it.

use serde_json::json;
use tokio_util::sync::CancellationToken;
use touchline::{
    registry::{Deliverer, Moved, assert_aliases},
    store,
};

use super::{
    server::Server,
    stage::{Stage, delete, post},
};

async fn asserted(stage: &Stage) -> Vec<Moved> {
    let mlflow = stage.mlflow(&Server::get().url());
    assert_aliases(&stage.db, &mlflow).await.unwrap().unwrap().moved
}

fn moved(from: &str, to: Option<&str>) -> Moved {
    Moved {
        alias: "champion",
        from: Some(from.to_owned()),
        to: to.map(str::to_owned),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_someone_else_moved_is_reported_and_put_back() {
    let stage = Stage::new().await;
    stage.published("dc-2026w48.1", true).await;
    stage.published("dc-2026w48.2", true).await;
    let url = Server::get().url();
    stage.deliver_all(&url).await;
    assert_eq!(asserted(&stage).await, [], "the champion's own change is no news");

    post(
        "registered-models/alias",
        &json!({ "name": stage.name, "alias": "champion", "version": "1" }),
    )
    .await;
    assert_eq!(asserted(&stage).await, [moved("dc-2026w48.2", Some("dc-2026w48.1"))]);
    assert_eq!(stage.mirror().await.champion(), Some("dc-2026w48.2"));
    assert_eq!(asserted(&stage).await, []);

    delete(
        "registered-models/alias",
        &json!({ "name": stage.name, "alias": "champion" }),
    )
    .await;
    assert_eq!(asserted(&stage).await, [moved("dc-2026w48.2", None)]);
    assert_eq!(stage.mirror().await.champion(), Some("dc-2026w48.2"));
    let mut tx = stage.db.read().await.unwrap();
    let records = store::alias_records(&mut tx).await.unwrap();
    assert_eq!((records.len(), records[0].moves, &records[0].moved_to), (1, 2, &None));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rollback_moves_it_without_a_word() {
    let stage = Stage::new().await;
    stage.published("dc-2026w48.1", true).await;
    stage.published("dc-2026w48.2", true).await;
    let url = Server::get().url();
    stage.deliver_all(&url).await;
    stage.promote("dc-2026w48.1").await;
    stage.deliver_all(&url).await;
    assert_eq!(stage.mirror().await.champion(), Some("dc-2026w48.1"));
    let mut tx = stage.db.read().await.unwrap();
    assert_eq!(store::alias_records(&mut tx).await.unwrap()[0].moves, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_challenger_has_an_alias_until_it_is_promoted() {
    let stage = Stage::new().await;
    stage.published("dc-2026w48.1", true).await;
    stage.published("dc-2026w48.2", false).await;
    let url = Server::get().url();
    stage.deliver_all(&url).await;
    let aliases = stage.mirror().await.aliases;
    assert_eq!(aliases["champion"], "dc-2026w48.1");
    assert_eq!(aliases["challenger"], "dc-2026w48.2");
    stage.promote("dc-2026w48.2").await;
    stage.deliver_all(&url).await;
    let aliases = stage.mirror().await.aliases;
    assert_eq!((aliases.len(), aliases["champion"].as_str()), (1, "dc-2026w48.2"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_champion_that_mlflow_has_not_heard_of_is_left_to_its_steps() {
    let stage = Stage::new().await;
    stage.published("dc-2026w48.1", true).await;
    assert_eq!(asserted(&stage).await, [], "no model there yet");
    stage.deliver_all(&Server::get().url()).await;
    assert_eq!(stage.mirror().await.champion(), Some("dc-2026w48.1"));
}

/// MLflow is configured after the champion was trained: the next worker tells of it.
#[tokio::test(flavor = "multi_thread")]
async fn a_champion_from_before_is_introduced() {
    let stage = Stage::new().await;
    stage.published("dc-2026w48.1", true).await;
    stage.forget_outbox().await;
    let mlflow = stage.mlflow(&Server::get().url());
    let deliverer = Deliverer::new(stage.db.clone(), mlflow, "worker".to_owned());
    let stop = CancellationToken::new();
    let running = tokio::spawn({
        let stop = stop.clone();
        async move { deliverer.run(&stop).await }
    });
    while stage.mirror().await.champion().is_none() {
        tokio::task::yield_now().await;
    }
    stop.cancel();
    running.await.unwrap();
    let mirror = stage.mirror().await;
    assert_eq!(
        (mirror.names(), mirror.statuses()),
        (vec!["dc-2026w48.1".to_owned()], vec!["FINISHED"])
    );
}
