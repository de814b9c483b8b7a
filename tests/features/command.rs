//! The feature store from outside: `import` fills it, `features` and `status` tell of it.

use std::path::Path;

use assert_cmd::Command;
use chrono::{Days, NaiveDate, Utc};
use redis::Commands;
use serde_json::Value;

use super::{
    binary::Home,
    server::{RedisServer, free_port},
};

/// The season 2023/24 as if it had ended yesterday, with two matches to come.
fn season() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample/E0_2324.csv");
    let text = std::fs::read_to_string(file).unwrap();
    let day = |date: &str| NaiveDate::parse_from_str(date, "%d/%m/%Y").unwrap();
    let today = Utc::now().date_naive();
    let moved = (today - day("19/05/2024")).num_days().unsigned_abs() - 1;
    let mut lines = text.lines();
    let head = lines.next().unwrap();
    let columns: Vec<&str> = head.split(',').collect();
    let mut out = vec![head.to_owned()];
    for line in lines {
        let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        cells[1] = (day(&cells[1]) + Days::new(moved)).format("%d/%m/%Y").to_string();
        out.push(cells.join(","));
    }
    let tomorrow = (today + Days::new(2)).format("%d/%m/%Y").to_string();
    for (home, away, odds) in [
        ("Arsenal", "Wolves", ["1.2", "7.0", "14.0"]),
        ("Chelsea", "Luton", [""; 3]),
    ] {
        let cell = |column: &&str| match *column {
            "Div" => "E0",
            "Date" => tomorrow.as_str(),
            "Time" => "15:00",
            "HomeTeam" => home,
            "AwayTeam" => away,
            "AvgH" => odds[0],
            "AvgD" => odds[1],
            "AvgA" => odds[2],
            _ => "",
        };
        let cells: Vec<&str> = columns.iter().map(cell).collect();
        out.push(cells.join(","));
    }
    out.join("\n")
}

fn with_redis(home: &Home, address: &str, arguments: &[&str]) -> Command {
    let mut command = home.touchline(arguments);
    command.env("TOUCHLINE_REDIS", address);
    command
}

fn json(mut command: Command) -> Value {
    let output = command.output().unwrap();
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)))
}

#[test]
fn is_filled_by_trainings_and_imports_and_told_of() {
    let server = RedisServer::start_with(Some("hunter2"));
    let url = server.url();
    let run = |home: &Home, arguments: &[&str]| with_redis(home, url.expose(), arguments);
    let home = Home::new();
    let file = home.path().join("E0.csv");
    let all = season();
    let played = all.lines().take(381).collect::<Vec<_>>().join("\n");
    std::fs::write(&file, &played).unwrap();
    run(&home, &["import", file.to_str().unwrap()]).assert().success();
    run(&home, &["train", "--wait"]).assert().success();
    std::fs::write(&file, &all).unwrap();
    run(&home, &["import", file.to_str().unwrap()]).assert().success();

    let keys: Vec<String> = server.connection().keys("fs:default:*").unwrap();
    let of_view = |view: &str| {
        keys.iter()
            .filter(|key| key.starts_with(&format!("fs:default:{view}:v1:E0.")))
            .count()
    };
    assert_eq!(["strength", "form", "odds"].map(of_view), [20, 20, 2], "{keys:?}");

    let held = json(run(&home, &["features", "--json"]));
    assert_eq!((&held["backend"], &held["reachable"]), (&"redis".into(), &true.into()));
    assert_eq!(held["views"][0]["entities"], 20);
    // The publisher, four teams, two matches.
    assert_eq!(
        (&held["lookups"], &held["hit_rate"]),
        (&7.into(), &1.0.into()),
        "{held}"
    );

    let arsenal = json(run(&home, &["features", "Arsenal", "--json"]));
    assert_eq!(arsenal["strength"][0]["stamp"]["source"], "redis");
    assert!(arsenal["strength"][0]["attack"].as_f64().unwrap() > 0.2, "{arsenal}");
    // Chelsea 5-0, Tottenham 3-2, Bournemouth 3-0, United 1-0, Everton 2-1: how they ended 2023/24.
    let last_five = &arsenal["form"]["spans"][0];
    assert_eq!(
        [
            &last_five["points"],
            &last_five["goals_for"],
            &last_five["goals_against"],
            &arsenal["form"]["rest_days"]
        ],
        [15, 14, 3, 1].map(Value::from).each_ref()
    );
    assert_eq!(arsenal["form"]["stamp"]["source"], "redis");
    assert_eq!(arsenal["odds"][0]["away"], "Wolves");
    assert_eq!(arsenal["odds"][0]["stamp"]["source"], "redis");

    let status = json(run(&home, &["status", "--json"]));
    let store = &status["sections"]["system"]["value"]["feature_store"];
    assert_eq!(
        (&store["backend"], &store["reachable"]),
        (&"redis".into(), &true.into())
    );
    assert_eq!(
        (&store["lookups"], &store["outcomes"]["hit"]),
        (&7.into(), &7.into()),
        "{store}"
    );
    assert!(
        store["latency_ms"].is_number() && store["version"].is_string(),
        "{store}"
    );

    // The same team without Redis: the same numbers, from the database.
    let nowhere = format!("redis://:hunter2@127.0.0.1:{}", free_port());
    let without = json(with_redis(&home, &nowhere, &["features", "Arsenal", "--json"]));
    assert_eq!(without["strength"][0]["stamp"]["source"], "database");
    for value in ["attack", "defence", "home_advantage"] {
        assert_eq!(without["strength"][0][value], arsenal["strength"][0][value], "{value}");
    }
    assert_eq!(without["form"]["spans"], arsenal["form"]["spans"]);
    assert_eq!(without["odds"][0]["market"], arsenal["odds"][0]["market"]);
}

#[test]
fn a_store_that_is_down_is_a_warning_and_no_more() {
    let home = Home::new();
    let file = home.path().join("E0.csv");
    std::fs::write(&file, season()).unwrap();
    let nowhere = format!("redis://:hunter2@127.0.0.1:{}", free_port());
    let run = |arguments: &[&str]| with_redis(&home, &nowhere, arguments);
    run(&["import", file.to_str().unwrap()]).assert().success();
    run(&["train", "--wait"]).assert().success();
    let status = json(run(&["status", "--json"]));
    assert_eq!(status["overall"], "watch", "{}", status["headline"]);
    let store = &status["sections"]["system"]["value"]["feature_store"];
    assert_eq!(
        (&store["reachable"], &store["latency_ms"]),
        (&false.into(), &Value::Null)
    );
    assert!(store["unwritten"].as_u64().unwrap() > 20, "{store}");
    assert_eq!(
        (&store["lookups"], &store["hit_rate"]),
        (&0.into(), &Value::Null),
        "no lookups are no 0 %"
    );
    let text = run(&["status"]).output().unwrap();
    let text = String::from_utf8_lossy(&text.stdout).into_owned();
    for said in [
        "feature store redis: no lookups in 24 h",
        "Redis does not answer at redis://:***@127.0.0.1",
        "forecasts read from the database instead",
        "next attempt in ",
    ] {
        assert!(text.contains(said), "{said:?} is missing in {text}");
    }
    assert!(!text.contains("hunter2"));
    let held = run(&["features"]).assert().code(1);
    let said = String::from_utf8_lossy(&held.get_output().stdout).into_owned();
    assert!(said.contains("does not answer") && !said.contains("hunter2"), "{said}");
}

#[test]
fn names_are_exact_and_addresses_are_checked() {
    let home = Home::new();
    let file = home.path().join("E0.csv");
    std::fs::write(&file, season()).unwrap();
    home.touchline(&["import", file.to_str().unwrap()]).assert().success();
    let text = home
        .touchline(&["features", "Wolverhampton Wanderers"])
        .assert()
        .failure();
    let error = String::from_utf8_lossy(&text.get_output().stderr).into_owned();
    assert!(
        error.contains("no team goes by the name Wolverhampton Wanderers"),
        "{error}"
    );
    let wolves = home.touchline(&["features", "Wolves"]).assert().success();
    let said = String::from_utf8_lossy(&wolves.get_output().stdout).into_owned();
    assert!(
        said.contains("no model knows this team") && said.contains("from database"),
        "{said}"
    );
    let other = home.path().join("SP1.csv");
    let namesake = "Div,Date,HomeTeam,AwayTeam,FTHG,FTAG,FTR\nSP1,01/09/2024,Arsenal,Betis,1,0,H\n";
    std::fs::write(&other, namesake).unwrap();
    home.touchline(&["import", other.to_str().unwrap()]).assert().success();
    let text = home.touchline(&["features", "Arsenal"]).assert().failure();
    let error = String::from_utf8_lossy(&text.get_output().stderr).into_owned();
    assert!(error.contains("Arsenal (England), Arsenal (Spain)"), "{error}");
    let spanish = home
        .touchline(&["features", "Arsenal", "--country", "Spain"])
        .assert()
        .success();
    let said = String::from_utf8_lossy(&spanish.get_output().stdout).into_owned();
    assert!(said.starts_with("Arsenal, Spain"), "{said}");

    let memory = home.touchline(&["features"]).assert().success();
    let said = String::from_utf8_lossy(&memory.get_output().stdout).into_owned();
    assert!(said.starts_with("memory") && said.contains("no lookups"), "{said}");

    let refused = with_redis(&home, "http://:hunter2@cache", &["status"]).assert().code(2);
    let error = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
    assert!(
        error.contains("redis:// or rediss://") && !error.contains("hunter2"),
        "{error}"
    );
}
