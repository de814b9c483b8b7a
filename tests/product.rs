//! The product from outside: files in, a trained model, a status, by the binary alone.

use crate::binary;
use std::{
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use binary::{Home, seasons};
use serde_json::Value;

const TEN_SEASONS: [&str; 10] = [
    "E0_1415.csv",
    "E0_1516.csv",
    "E0_1617.csv",
    "E0_1718.csv",
    "E0_1819.csv",
    "E0_1920.csv",
    "E0_2021.csv",
    "E0_2122.csv",
    "E0_2223.csv",
    "E0_2324.csv",
];
const THREE_SEASONS: [&str; 3] = ["E0_2122.csv", "E0_2223.csv", "E0_2324.csv"];

fn import(home: &Home, files: &[&str]) -> Value {
    let files = seasons(files);
    let mut arguments = vec!["import", "--json"];
    arguments.extend(files.iter().map(String::as_str));
    home.json(&arguments)
}

#[test]
fn from_files_to_a_judged_model() {
    let home = Home::new();
    let first = import(&home, &THREE_SEASONS);
    assert_eq!(first["totals"]["inserted"], 1140);
    let again = import(&home, &THREE_SEASONS);
    assert_eq!(
        (&again["totals"]["unchanged"], &again["totals"]["inserted"]),
        (&1140.into(), &0.into())
    );

    home.touchline(&["train", "--wait"]).assert().success();
    let status = home.json(&["status", "--json"]);
    assert_eq!(status["schema"], 1);
    let health = &status["sections"]["model_health"]["value"];
    assert_eq!(health["champion"]["matches"], 1140);
    let loss = &health["scores"]["log_loss"];
    let of = |forecaster: &str| loss[forecaster].as_f64().unwrap();
    assert!(of("market") < of("model") && of("model") < of("climatology"), "{loss}");
    assert_eq!(loss["n"], 380, "only 2023/24 has odds");
    assert_eq!(health["window"]["live"], 0);
    let drift = &status["sections"]["league_drift"]["value"][0];
    assert_eq!(
        (&drift["league"], &drift["matches"], &drift["verdict"]),
        (&"E0".into(), &80.into(), &"normal".into())
    );
    assert_eq!(status["sections"]["training"]["value"]["last"]["state"], "succeeded");
}

#[test]
fn the_contract_of_status_holds() {
    let home = Home::new();
    import(&home, &THREE_SEASONS);
    home.touchline(&["train", "--wait"]).assert().success();
    let status = home.json(&["status", "--json"]);
    for name in [
        "model_health",
        "league_drift",
        "data_freshness",
        "data_quality",
        "training",
        "system",
        "alerts",
    ] {
        let section = &status["sections"][name];
        for field in ["state", "as_of", "latency_ms", "error", "value"] {
            assert!(section.get(field).is_some(), "{name} lacks {field}");
        }
        assert_eq!(section["state"], "fresh", "{name}");
    }
    let sections = &status["sections"];
    let has = |value: &Value, fields: &[&str]| {
        for field in fields {
            assert!(value.get(field).is_some(), "{field} is missing in {value}");
        }
    };
    has(
        &sections["model_health"]["value"],
        &["status", "champion", "window", "scores", "odds_divergence", "reasons"],
    );
    has(
        &sections["model_health"]["value"]["scores"]["brier"],
        &["published", "model", "market", "climatology", "se", "n"],
    );
    has(
        &sections["league_drift"]["value"][0],
        &[
            "league",
            "name",
            "matches",
            "verdict",
            "p",
            "adjusted_p",
            "effect",
            "cusum",
            "e_value",
            "smallest_detectable",
            "reason",
        ],
    );
    has(
        &sections["data_freshness"]["value"][0],
        &[
            "source",
            "status",
            "last_event_at",
            "last_loaded_at",
            "last_checked_at",
            "warn_after_s",
            "error_after_s",
            "rows",
            "quarantined",
            "slo",
        ],
    );
    has(
        &sections["training"]["value"],
        &["running", "queued", "last", "next_scheduled_at", "history"],
    );
    has(
        &sections["training"]["value"]["last"],
        &[
            "id",
            "kind",
            "state",
            "stage",
            "progress",
            "requested_by",
            "attempt",
            "started_at",
            "finished_at",
            "eta_s",
            "message",
            "scores",
        ],
    );
    has(
        &sections["system"]["value"],
        &[
            "uptime_s",
            "database",
            "feature_store",
            "registry",
            "worker",
            "model_version",
            "predictions_today",
            "response_time_ms",
        ],
    );
}

/// A reader that takes 0 for "missing" is the commonest fault of all.
#[test]
fn a_file_without_zeros_is_an_alert() {
    let home = Home::new();
    let sound = std::fs::read_to_string(&seasons(&["E0_2324.csv"])[0]).unwrap();
    let is_whole = |line: &&str| {
        let cells: Vec<&str> = line.split(',').collect();
        cells[5] != "0" && cells[6] != "0"
    };
    let file = home.path().join("E0_2324.csv");
    std::fs::write(&file, sound.lines().filter(is_whole).collect::<Vec<_>>().join("\n")).unwrap();
    home.touchline(&["import", &file.display().to_string()])
        .assert()
        .success();
    let status = home.json(&["status", "--json"]);
    let quality = &status["sections"]["data_quality"]["value"];
    assert_eq!(quality["held"], serde_json::json!([]));
    for field in ["rule", "judged", "insufficient"] {
        assert!(
            quality["checks"][0].get(field).is_some(),
            "{field} is missing in {quality}"
        );
    }
    let finding = &quality["findings"][0];
    assert_eq!(
        (
            &finding["rule"],
            &finding["league"],
            &finding["season"],
            &finding["severity"]
        ),
        (&"never_zero".into(), &"E0".into(), &2023.into(), &"critical".into())
    );
    let alerts = status["sections"]["alerts"]["value"].as_array().unwrap();
    let alert = alerts
        .iter()
        .find(|alert| alert["rule"] == "data-quality E0 never-zero")
        .unwrap();
    assert_eq!(
        alert["sentence"],
        "E0 2023/24: no team went without a goal in 234 matches: is a score of 0 read as missing?"
    );
    assert_eq!(status["overall"], "degraded");
    let text = home.touchline(&["status"]).output().unwrap();
    let text = String::from_utf8_lossy(&text.stdout).into_owned();
    assert!(text.contains("no team went without a goal in 234 matches"), "{text}");
}

#[test]
fn nothing_collected_is_unknown_never_ok() {
    let home = Home::new();
    let check = home.touchline(&["check"]).assert().code(3);
    assert!(String::from_utf8_lossy(&check.get_output().stdout).starts_with("UNKNOWN there is no database"));
    assert!(!home.database().exists(), "reading made a database");

    home.touchline(&["train", "--wait"]).assert().failure();
    let status = home.json(&["status", "--json"]);
    assert_eq!(status["sections"]["model_health"]["value"]["status"], "no_model");
    assert_eq!(status["sections"]["model_health"]["state"], "empty");
    home.touchline(&["check"]).assert().code(2);
}

#[test]
fn the_same_data_gives_the_same_parameters() {
    let parameters = || {
        let home = Home::new();
        import(&home, &THREE_SEASONS);
        home.touchline(&["train", "--wait"]).assert().success();
        let sql = "SELECT parameters || data_hash FROM models";
        in_database(&home, async |pool| {
            sqlx::query_scalar::<_, String>(sql).fetch_one(&pool).await.unwrap()
        })
    };
    assert_eq!(parameters(), parameters());
}

#[test]
fn usage_and_configuration_errors_exit_with_two() {
    let home = Home::new();
    home.touchline(&["nonsense"]).assert().code(2);
    home.touchline(&["status", "--config", "/does/not/exist.toml"])
        .assert()
        .code(2);
    let wrong = home.path().join("wrong.toml");
    std::fs::write(&wrong, "[training]\nhalf-life-days = -1\n").unwrap();
    let refused = home
        .touchline(&["status", "--config", wrong.to_str().unwrap()])
        .assert()
        .code(2);
    let error = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
    assert!(error.contains("training.half-life-days = -1"), "{error}");
}

#[test]
fn read_only_refuses_to_write() {
    let home = Home::new();
    import(&home, &["E0_2324.csv"]);
    home.touchline(&["--read-only", "train"]).assert().failure();
    let file = seasons(&["E0_2223.csv"]);
    home.touchline(&["--read-only", "import", &file[0]]).assert().failure();
    let status = home.json(&["--read-only", "status", "--json"]);
    assert_eq!(status["access"]["mode"], "read_only");
}

/// A worker that is killed leaves the old state or the new one; the next worker finishes what it began.
#[test]
fn a_killed_worker_loses_nothing() {
    let home = Home::new();
    import(&home, &TEN_SEASONS);
    home.configure("[training]\nevaluate-seasons = 10\n");
    home.touchline(&["train"]).assert().success();
    let mut first = worker(&home);
    wait_for_state(&home, "running");
    first.kill().unwrap();
    first.wait().unwrap();
    let status = home.json(&["status", "--json"]);
    assert_eq!(status["sections"]["model_health"]["value"]["champion"], Value::Null);

    expire_leases(&home);
    home.touchline(&["worker", "--once"]).assert().success();
    let status = home.json(&["status", "--json"]);
    let last = &status["sections"]["training"]["value"]["last"];
    assert_eq!((&last["state"], &last["attempt"]), (&"succeeded".into(), &2.into()));
    assert_eq!(status["sections"]["system"]["value"]["registry"]["versions"], 1);
}

fn worker(home: &Home) -> Child {
    Command::new(assert_cmd::cargo::cargo_bin("touchline"))
        .args(["worker", "--once"])
        .env("HOME", home.path())
        .env("TOUCHLINE_DB", home.database())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Looks into the database itself: starting the binary for each look would take longer than the training.
fn wait_for_state(home: &Home, wanted: &str) {
    in_database(home, async |pool| {
        let patience = Instant::now() + Duration::from_mins(1);
        while Instant::now() < patience {
            let state: String = sqlx::query_scalar("SELECT state FROM training_runs")
                .fetch_one(&pool)
                .await
                .unwrap();
            if state == wanted {
                return;
            }
        }
        panic!("it never came to be {wanted}");
    });
}

/// What half a minute of waiting would do.
fn expire_leases(home: &Home) {
    in_database(home, async |pool| {
        let sql = "UPDATE training_runs SET lease_expires_at = '2000-01-01T00:00:00+00:00'";
        sqlx::query(sql).execute(&pool).await.unwrap();
    });
}

fn in_database<T>(home: &Home, work: impl AsyncFnOnce(sqlx::SqlitePool) -> T) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", home.database().display()))
            .await
            .unwrap();
        work(pool).await
    })
}

#[test]
fn the_demo_replays_a_season_to_its_end() {
    let home = Home::new();
    let status = home.json(&["demo", "--once", "--json"]);
    assert_eq!(status["clock"]["replay"]["finished"], true);
    assert_eq!(status["clock"]["now"], "2024-05-26T23:30:00Z");
    let health = &status["sections"]["model_health"]["value"];
    assert_eq!(
        health["window"]["live"], health["window"]["matches"],
        "every forecast was made before kick-off"
    );
    let runs = status["sections"]["training"]["value"]["history"].as_array().unwrap();
    assert!(runs.len() > 35, "{} weekly trainings", runs.len());
    assert!(runs.iter().all(|run| run["state"] == "succeeded"));
    assert_eq!(
        status["sections"]["data_quality"]["value"]["findings"],
        serde_json::json!([])
    );
    for source in status["sections"]["data_freshness"]["value"].as_array().unwrap() {
        let slo = &source["slo"];
        if ["E0", "SP1"].map(Value::from).contains(&source["league"]) {
            assert_eq!((&slo["share"], &slo["days"]), (&1.0.into(), &28.into()), "{source}");
        } else {
            assert_eq!(slo, &Value::Null, "nobody follows {source}");
        }
    }
    assert!(!home.database().exists(), "the demo has a database of its own");
}
