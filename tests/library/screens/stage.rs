//! Monitors on a database.

use std::{path::Path, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use touchline::{
    config::Settings,
    domain::RunState,
    engine::{Action, Actor, Engine, Snapshot},
    ingest,
    store::{self, Db, Ending, NewRun},
    training::Clock,
};

/// Far more than a poll takes.
const PATIENCE: Duration = Duration::from_mins(1);

/// A monitor that looks often.
pub(super) fn monitor(db: &Db, read_only: bool) -> Engine {
    let mut settings = Settings::parse("", Path::new("test")).unwrap();
    settings.read_only = read_only;
    settings.engine.poll_idle_ms = 20;
    Engine::on(db.clone(), Clock::System, &settings, None)
}

/// The first picture of a monitor that shows something.
pub(super) async fn until<T>(engine: &Engine, shows: impl Fn(&Snapshot) -> Option<T>) -> (Arc<Snapshot>, T) {
    let mut changes = engine.changes();
    let wanted = changes.wait_for(|snapshot| shows(snapshot).is_some());
    let snapshot = tokio::time::timeout(PATIENCE, wanted)
        .await
        .expect("it never came")
        .unwrap();
    let snapshot = Arc::clone(&snapshot);
    let told = shows(&snapshot).unwrap();
    (snapshot, told)
}

pub(super) async fn act(engine: &Engine, user: &str, action: Action) -> Result<String, String> {
    let actor = Actor {
        user: user.into(),
        host: "ops".into(),
        ssh_origin: Some("10.0.0.7".into()),
    };
    let done = engine.act(&actor, action).await;
    done.map(|receipt| receipt.message.to_string())
        .map_err(|error| error.to_string())
}

/// A training that ends so.
pub(super) async fn trained(db: &Db, state: RunState, at: DateTime<Utc>) {
    let mut tx = db.write().await.unwrap();
    store::enqueue(&mut tx, &NewRun::training(None, "tester@here", at))
        .await
        .unwrap();
    let now = store::now(&mut tx).await.unwrap();
    let lease = store::claim(&mut tx, "box:17:1", now, at).await.unwrap().unwrap();
    let ending = Ending {
        state,
        message: "as the test wants it".into(),
        model_id: None,
        scores: None,
    };
    store::finish(&mut tx, &lease, &ending, at).await.unwrap();
    tx.commit().await.unwrap();
}

pub(super) async fn import(db: &Db, name: &str, text: &str, now: DateTime<Utc>) {
    ingest::import_file(db, Path::new(name), text.as_bytes(), now, now.date_naive())
        .await
        .unwrap();
}
