//! A database with trainings to tell of, and what MLflow has of them.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::{Value, json};
use tempfile::TempDir;
use touchline::{
    config,
    domain::{ExpectedGoals, Forecast, ModelVersion, Outcome, Probabilities, PromotionKind, RunState},
    metrics::WeeklyTally,
    registry::{self, Deliverer, Evaluation, Mlflow},
    store::{self, Curves, Db, Ending, Lease, NewModel, OpenMode, OutboxState, Promotion, Tx},
};

use super::server::Server;

/// A full delivery is a few dozen requests, each of which a fault may repeat.
const MOST_TRIES: usize = 200;
const LIMIT: Duration = Duration::from_mins(2);

pub(crate) struct Stage {
    _folder: TempDir,
    pub(crate) db: Db,
    /// Of the experiment and of the registered model.
    pub(crate) name: String,
}

pub(crate) fn at(seconds: i64) -> DateTime<Utc> {
    "2026-11-24T04:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::seconds(seconds)
}

/// Settings of an MLflow, by what the configuration would say.
pub(crate) fn settings(url: &str, name: &str, rest: &str) -> config::Mlflow {
    let text =
        format!("[profiles.default.mlflow]\nurl = \"{url}\"\nexperiment = \"{name}\"\nmodel = \"{name}\"\n{rest}");
    let settings = config::Settings::parse(&text, "test.toml".as_ref()).unwrap();
    settings.mlflow.unwrap()
}

impl Stage {
    pub(crate) async fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        Self::named(&format!("stage-{}", NUMBER.fetch_add(1, Ordering::Relaxed))).await
    }

    pub(crate) async fn named(name: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(folder.path().join("t.db"), OpenMode::ReadWrite).await.unwrap();
        Self {
            _folder: folder,
            db,
            name: name.to_owned(),
        }
    }

    pub(crate) fn mlflow(&self, url: &str) -> Mlflow {
        Mlflow::new(&settings(url, &self.name, "")).unwrap()
    }

    /// Begins a run and tells of it.
    async fn begun(&self, tx: &mut Tx) -> Lease {
        store::enqueue(tx, &store::NewRun::training(None, "ops@host", at(0)))
            .await
            .unwrap();
        let lease = store::claim(tx, "worker", Utc::now(), at(1)).await.unwrap().unwrap();
        let run = store::run(tx, lease.run).await.unwrap().unwrap();
        registry::tell(tx, &registry::beginning(&run), Utc::now())
            .await
            .unwrap();
        lease
    }

    /// A run that came to this version, which is the champion if it is promoted. Returns its number.
    pub(crate) async fn published(&self, version: &str, promoted: bool) -> i64 {
        let mut tx = self.db.write().await.unwrap();
        let lease = self.begun(&mut tx).await;
        let model = model(version);
        let id = store::register_model(&mut tx, &model).await.unwrap();
        if promoted {
            champion(&mut tx, id, at(9)).await;
        }
        let ending = Ending {
            state: RunState::Succeeded,
            message: format!("{version} promoted"),
            model_id: Some(id),
            scores: None,
        };
        store::finish(&mut tx, &lease, &ending, at(9)).await.unwrap();
        let run = store::run(&mut tx, lease.run).await.unwrap().unwrap();
        let steps = registry::ending(&run, &curves(), Some((&model, &evaluation())));
        registry::tell(&mut tx, &steps, Utc::now()).await.unwrap();
        tx.commit().await.unwrap();
        lease.run
    }

    /// A run that came to nothing.
    pub(crate) async fn came_to_nothing(&self, state: RunState) -> i64 {
        let mut tx = self.db.write().await.unwrap();
        let lease = self.begun(&mut tx).await;
        let ending = Ending {
            state,
            message: "it was not to be".to_owned(),
            model_id: None,
            scores: None,
        };
        store::finish(&mut tx, &lease, &ending, at(9)).await.unwrap();
        let run = store::run(&mut tx, lease.run).await.unwrap().unwrap();
        let steps = registry::ending(&run, &curves(), None);
        registry::tell(&mut tx, &steps, Utc::now()).await.unwrap();
        tx.commit().await.unwrap();
        lease.run
    }

    pub(crate) async fn promote(&self, version: &str) {
        let mut tx = self.db.write().await.unwrap();
        let models = store::specifications(&mut tx).await.unwrap();
        // Versions are registered in the order of their numbers here.
        let index: usize = version.rsplit('.').next().unwrap().parse().unwrap();
        champion(&mut tx, models[index - 1].0, at(20)).await;
        registry::tell_of_promotion(&mut tx, Utc::now()).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// As if nothing had ever been left to be told.
    pub(crate) async fn forget_outbox(&self) {
        let mut tx = self.db.write().await.unwrap();
        while let Some(entry) = store::next_in_outbox(&mut tx).await.unwrap() {
            store::remove_from_outbox(&mut tx, entry.id).await.unwrap();
        }
        tx.commit().await.unwrap();
    }

    pub(crate) async fn outbox(&self) -> OutboxState {
        store::outbox_state(&mut self.db.read().await.unwrap()).await.unwrap()
    }

    /// One round: until nothing waits, or the first trouble.
    pub(crate) async fn deliver(&self, mlflow: Mlflow) -> OutboxState {
        let deliverer = Deliverer::new(self.db.clone(), mlflow, "worker".to_owned());
        deliverer.flush(LIMIT).await.unwrap();
        self.outbox().await
    }

    /// As many rounds as it needs.
    pub(crate) async fn deliver_all(&self, url: &str) {
        let mlflow = self.mlflow(url);
        for _try in 0..MOST_TRIES {
            if self.deliver(mlflow.clone()).await.pending == 0 {
                return;
            }
        }
        panic!("{:?}", self.outbox().await);
    }

    /// What MLflow has, asked without the client under test.
    pub(crate) async fn mirror(&self) -> Mirror {
        Mirror::of(&self.name).await
    }
}

fn model(version: &str) -> NewModel {
    NewModel {
        version: ModelVersion::new(version).unwrap(),
        specification: r#"{"half_life_days":365.0,"ridge":8.0}"#.to_owned(),
        parameters: format!(r#"{{"version":"{version}"}}"#),
        data_hash: "0123456789abcdef".repeat(4),
        code_version: "0.1.0".to_owned(),
        seed: 0,
        leagues: 1,
        matches: 380,
        scores: "null".to_owned(),
        trained_at: at(9),
    }
}

async fn champion(tx: &mut Tx, model_id: i64, at: DateTime<Utc>) {
    let promotion = Promotion {
        kind: PromotionKind::Promote,
        model_id,
        previous_id: None,
        requested_by: "tester@here",
        reason: "the test wants it",
        at,
    };
    store::promote_model(tx, &promotion).await.unwrap();
}

/// More points than one request may hold.
fn curves() -> Curves {
    let climb = (0..1_100).map(|i| -2.0 - 1.0 / f64::from(i + 1)).collect();
    [("E0".parse().unwrap(), climb)].into()
}

fn evaluation() -> Evaluation {
    let p = |home, draw, away| Probabilities::new(home, draw, away).unwrap();
    let forecast = Forecast {
        published: p(0.5, 0.3, 0.2),
        model: p(0.6, 0.2, 0.2),
        market: Some(p(0.4, 0.3, 0.3)),
        climatology: p(0.45, 0.25, 0.3),
        expected_goals: ExpectedGoals { home: 1.5, away: 1.0 },
    };
    let monday = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
    let mut weekly = WeeklyTally::default();
    weekly.add(monday, &forecast, Outcome::Home);
    [("E0".parse().unwrap(), weekly)].into()
}

/// Runs, versions and aliases of one name.
#[derive(Debug)]
pub(crate) struct Mirror {
    /// The oldest first.
    pub(crate) runs: Vec<Value>,
    /// The oldest first.
    pub(crate) versions: Vec<Value>,
    pub(crate) aliases: BTreeMap<String, String>,
}

impl Mirror {
    async fn of(name: &str) -> Self {
        let experiment = get(&format!("experiments/get-by-name?experiment_name={name}")).await;
        let experiment = experiment["experiment"]["experiment_id"].clone();
        let body = json!({ "experiment_ids": [experiment], "order_by": ["attributes.start_time ASC"] });
        let mut runs = list(&post("runs/search", &body).await["runs"]);
        runs.sort_by_key(|run| tag(&run["data"], "touchline.run_id"));
        let found = get(&format!("model-versions/search?filter=name%3D'{name}'")).await;
        let mut versions = list(&found["model_versions"]);
        versions.sort_by_key(|version| version["version"].as_str().unwrap().parse::<u32>().unwrap());
        let model = get(&format!("registered-models/get?name={name}")).await;
        let aliases = list(&model["registered_model"]["aliases"]).into_iter().map(|alias| {
            let number = alias["version"].as_str().unwrap();
            let version = versions.iter().find(|version| version["version"] == number).unwrap();
            let name = alias["alias"].as_str().unwrap().to_owned();
            (name, tag(version, "touchline.version"))
        });
        Self {
            aliases: aliases.collect(),
            runs,
            versions,
        }
    }

    pub(crate) fn statuses(&self) -> Vec<&str> {
        self.runs
            .iter()
            .map(|run| run["info"]["status"].as_str().unwrap())
            .collect()
    }

    pub(crate) fn names(&self) -> Vec<String> {
        self.versions
            .iter()
            .map(|version| tag(version, "touchline.version"))
            .collect()
    }

    pub(crate) fn champion(&self) -> Option<&str> {
        self.aliases.get("champion").map(String::as_str)
    }
}

fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

fn tag(of: &Value, key: &str) -> String {
    let tags = of["tags"].as_array().unwrap();
    let tag = tags
        .iter()
        .find(|tag| tag["key"] == key)
        .unwrap_or_else(|| panic!("{key}: {of}"));
    tag["value"].as_str().unwrap().to_owned()
}

fn api(call: &str) -> String {
    format!("{}/api/2.0/mlflow/{call}", Server::get().url())
}

fn client() -> reqwest::Client {
    touchline::install_crypto();
    reqwest::Client::new()
}

pub(crate) async fn get(call: &str) -> Value {
    client().get(api(call)).send().await.unwrap().json().await.unwrap()
}

pub(crate) async fn post(call: &str, body: &Value) -> Value {
    client()
        .post(api(call))
        .json(body)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap()
}

pub(crate) async fn delete(call: &str, body: &Value) {
    client().delete(api(call)).json(body).send().await.unwrap();
}
