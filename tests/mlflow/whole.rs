//! The product from outside, with MLflow's own client to read back.

use serde_json::Value;
use tokio::net::TcpListener;
use touchline::{
    config::Settings,
    engine::Engine,
    store::{Db, OpenMode},
    training::Clock,
};

use super::{
    binary::{Home, seasons},
    proxy::{Fate, Proxy},
    server::{Server, python},
};

/// What MLflow's client says of the champion.
const READ_BACK: &str = r#"
import json, os, sys
import mlflow
mlflow.set_tracking_uri(sys.argv[1])
name = sys.argv[2]
client = mlflow.MlflowClient()
experiment = client.get_experiment_by_name(name)
runs = client.search_runs([experiment.experiment_id])
champion = client.get_model_version_by_alias(name, "champion")
run = client.get_run(champion.run_id)
model = mlflow.artifacts.download_artifacts(f"models:/{name}@champion")
dataset = run.inputs.dataset_inputs[0]
print(json.dumps({
    "runs": len(runs),
    "versions": len(client.search_model_versions(f"name='{name}'")),
    "version": champion.tags["touchline.version"],
    "name": run.info.run_name,
    "status": run.info.status,
    "times": [run.info.start_time, run.info.end_time],
    "params": run.data.params,
    "metrics": run.data.metrics,
    "climb": [m.value for m in client.get_metric_history(run.info.run_id, "log_likelihood/E0")],
    "digest": dataset.dataset.digest,
    "context": dataset.tags[0].value,
    "source": mlflow.data.get_source(dataset).to_dict(),
    "parameters": json.load(open(os.path.join(model, "parameters.json"))),
    "files": sorted(f.path for f in client.list_artifacts(run.info.run_id, "evaluation")),
}))
"#;

async fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

fn registry(home: &Home) -> Value {
    home.json(&["status", "--json"])["sections"]["system"]["value"]["registry"].clone()
}

fn configuration(port: u16, name: &str) -> String {
    format!(
        "[training]\nevaluate-seasons = 1\n[profiles.default.mlflow]\nurl = \"http://127.0.0.1:{port}\"\n\
         experiment = \"{name}\"\nmodel = \"{name}\"\n"
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn trained_while_mlflow_was_down_and_told_later() {
    let (home, port) = (Home::new(), free_port().await);
    home.configure(&configuration(port, "whole"));
    let mut import = vec!["import".to_owned()];
    import.extend(seasons(&["E0_2223.csv", "E0_2324.csv"]));
    let import: Vec<&str> = import.iter().map(String::as_str).collect();
    home.touchline(&import).assert().success();
    home.touchline(&["train", "--wait"]).assert().success();

    let down = registry(&home);
    assert_eq!(
        (&down["backend"], &down["reachable"]),
        (&"mlflow".into(), &false.into())
    );
    assert_eq!(down["location"], format!("http://127.0.0.1:{port}"));
    assert!(down["outbox_pending"].as_u64().unwrap() > 5, "{down}");
    assert!(down["oldest_pending_at"].is_string() && down["next_attempt_at"].is_string());
    let sentence = down["sentence"].as_str().unwrap();
    assert!(sentence.contains("trainings and promotions go on"), "{sentence}");

    let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
    let _proxy = Proxy::on(listener, Server::get().port, |_| Fate::Pass);
    while registry(&home)["outbox_pending"] != 0 {
        home.touchline(&["worker", "--once"]).assert().success();
    }
    let up = registry(&home);
    assert_eq!((&up["reachable"], &up["outbox_refused"]), (&true.into(), &0.into()));
    assert_eq!((&up["alias_mismatch"], &up["last_error"]), (&Value::Null, &Value::Null));
    assert_eq!(up["sentence"], "MLflow is told of every run and version");

    let status = home.json(&["status", "--json"]);
    let last = &status["sections"]["training"]["value"]["last"];
    let told = python(READ_BACK, &[&Server::get().url(), "whole"]);
    assert_eq!(
        (&told["runs"], &told["versions"], &told["status"]),
        (&1.into(), &1.into(), &"FINISHED".into())
    );
    assert_eq!(
        (&told["version"], &told["name"]),
        (&last["model_version"], &last["model_version"])
    );
    let time = |value: &Value| {
        value
            .as_str()
            .unwrap()
            .parse::<chrono::DateTime<chrono::Utc>>()
            .unwrap()
    };
    let times = [&last["started_at"], &last["finished_at"]].map(|t| time(t).timestamp_millis());
    assert_eq!(told["times"], serde_json::json!(times));
    let loss = told["metrics"]["log_loss.model"].as_f64().unwrap();
    assert!(
        (loss - last["scores"]["log_loss_with_market"].as_f64().unwrap()).abs() < 1e-9,
        "{told}"
    );
    assert_eq!(
        (&told["params"]["matches"], &told["params"]["ridge"]),
        (&"760".into(), &"8.0".into())
    );
    let climb: Vec<f64> = serde_json::from_value(told["climb"].clone()).unwrap();
    assert!(climb.len() > 3 && climb.last() > climb.first(), "{climb:?}");
    assert!(
        told["params"]["data_hash"]
            .as_str()
            .unwrap()
            .starts_with(told["digest"].as_str().unwrap())
    );
    assert_eq!(told["context"], "training");
    assert!(told["parameters"]["leagues"]["E0"].is_object());
    assert_eq!(
        told["files"],
        serde_json::json!(["evaluation/reliability.svg", "evaluation/scores.csv"])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_monitor_sees_it_come_and_go() {
    let (folder, port) = (tempfile::tempdir().unwrap(), free_port().await);
    let settings = Settings::parse(&configuration(port, "unused"), "test.toml".as_ref()).unwrap();
    let db = Db::open(folder.path().join("t.db"), OpenMode::ReadWrite).await.unwrap();
    let engine = Engine::on(db, Clock::System, &settings, None);
    let first = engine.first_complete().await;
    let registry = &first.sections.system.value.as_ref().unwrap().registry;
    assert_eq!(registry.reachable, Some(false), "the first whole picture knows");

    let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
    let _proxy = Proxy::on(listener, Server::get().port, |_| Fate::Pass);
    let mut changes = engine.changes();
    let up = changes
        .wait_for(|snapshot| {
            let system = snapshot.sections.system.value.as_ref();
            system.is_some_and(|system| system.registry.reachable == Some(true))
        })
        .await
        .unwrap();
    let registry = &up.sections.system.value.as_ref().unwrap().registry;
    assert!(registry.version.as_ref().unwrap().as_str().starts_with('3'));
    assert!(registry.latency_ms.is_some());
}
