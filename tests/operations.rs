//! What keeps the service running: doctor, completions, manual pages, and the files of `assets`.

use std::{
    collections::BTreeSet,
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::Value;

use crate::{
    binary::{Home, seasons},
    serve::promtool,
};

fn assets() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets")
}

fn outcome<'a>(findings: &'a Value, name: &str) -> &'a str {
    let found = findings
        .as_array()
        .unwrap()
        .iter()
        .find(|finding| finding["name"] == name);
    found.unwrap_or_else(|| panic!("{name} is not in {findings}"))["outcome"]
        .as_str()
        .unwrap()
}

#[test]
fn a_doctor_looks_at_everything_and_makes_nothing() {
    let home = Home::new();
    let empty = home.json(&["doctor", "--json"]);
    assert_eq!((outcome(&empty, "database"), outcome(&empty, "disk")), ("warn", "pass"));
    assert!(!home.database().exists());
    let file = seasons(&["E0_2324.csv"]);
    home.touchline(&["import", &file[0]]).assert().success();
    let findings = home.json(&["doctor", "--json"]);
    for (name, expected) in [
        ("database", "pass"),
        ("clock", "pass"),
        ("matches", "pass"),
        ("champion", "warn"),
        ("worker", "warn"),
        ("feature store", "skip"),
        ("registry", "skip"),
    ] {
        assert_eq!(outcome(&findings, name), expected, "{name}: {findings}");
    }
    home.touchline(&["doctor"]).assert().success();
    home.touchline(&["train"]).assert().success();
    home.touchline(&["doctor"]).assert().code(1);
    assert_eq!(
        outcome(&home.json(&["doctor", "--json"]), "worker"),
        "fail",
        "a run waits and nobody takes it"
    );
}

#[test]
fn a_doctor_tells_no_secret_and_goes_on_after_a_failure() {
    let home = Home::new();
    let output = home
        .touchline(&["doctor"])
        .env("TOUCHLINE_DB", "postgres://ops:hunter2@127.0.0.1:1/live")
        .env("TOUCHLINE_REDIS", "redis://:hunter2@127.0.0.1:1")
        .env("TOUCHLINE_MLFLOW", "http://127.0.0.1:1")
        .env("TOUCHLINE_MLFLOW_TOKEN", "hunter2")
        .env("TOUCHLINE_SERVE_TOKEN", "hunter2-and-battery")
        .output()
        .unwrap();
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(!said.contains("hunter2"), "{said}");
    for name in ["database", "feature store", "registry"] {
        assert!(
            said.lines().any(|line| line.starts_with("FAIL") && line.contains(name)),
            "{name}: {said}"
        );
    }
}

#[test]
fn a_secret_that_others_can_read_is_warned_of() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    home.configure("[serve]\ntoken = \"correct-horse-battery\"\n");
    let file = home.path().join(".config/touchline/config.toml");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(outcome(&home.json(&["doctor", "--json"]), "configuration"), "warn");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(outcome(&home.json(&["doctor", "--json"]), "configuration"), "pass");
}

#[test]
fn shells_can_read_their_completions() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let output = home.touchline(&["completions", shell]).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        for command in ["serve", "doctor", "import", "rollback"] {
            assert!(text.contains(command), "{shell} does not know {command}");
        }
        if shell == "bash" {
            let mut bash = Command::new("bash").args(["-n"]).stdin(Stdio::piped()).spawn().unwrap();
            bash.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
            assert!(bash.wait().unwrap().success());
        }
    }
    home.touchline(&["completions", "tcsh"]).assert().code(2);
}

#[test]
fn every_command_has_a_manual_page() {
    let home = Home::new();
    let folder = home.path().join("man");
    home.touchline(&["man", "--output", folder.to_str().unwrap()])
        .assert()
        .success();
    for page in [
        "touchline",
        "touchline-serve",
        "touchline-doctor",
        "touchline-config-show",
    ] {
        let text = fs::read_to_string(folder.join(format!("{page}.1"))).unwrap();
        assert!(text.contains(".SH NAME"), "{page}");
    }
    let output = home.touchline(&["man"]).output().unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).contains("touchline\\-serve(1)"));
}

/// Names of metrics that a text may hold.
fn emitted() -> BTreeSet<String> {
    let home = Home::new();
    let files = seasons(&["E0_2122.csv", "E0_2223.csv", "E0_2324.csv"]);
    let mut import = vec!["import"];
    import.extend(files.iter().map(String::as_str));
    home.touchline(&import).assert().success();
    home.touchline(&["train", "--wait"]).assert().success();
    let output = home.touchline(&["metrics"]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let types = text.lines().filter_map(|line| line.strip_prefix("# TYPE "));
    let names = |of: &str| match of.split_once(' ') {
        Some((family, "histogram")) => ["bucket", "sum", "count"]
            .map(|part| format!("{family}_{part}"))
            .to_vec(),
        Some((family, _)) => vec![family.to_owned()],
        None => panic!("{of}"),
    };
    types.flat_map(names).collect()
}

/// Every name of a metric of ours in a text.
fn named(text: &str) -> BTreeSet<String> {
    let parts = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != ':');
    let ours = parts.filter(|part| part.starts_with("touchline_"));
    ours.map(str::to_owned).collect()
}

#[test]
fn rules_and_dashboard_name_only_metrics_that_there_are() {
    let emitted = emitted();
    for file in [
        "prometheus/alerts.yml",
        "prometheus/alerts_test.yml",
        "grafana/dashboards/touchline.json",
    ] {
        let text = fs::read_to_string(assets().join(file)).unwrap();
        let unknown: Vec<String> = named(&text)
            .into_iter()
            .filter(|name| !emitted.contains(name))
            .collect();
        assert!(unknown.is_empty(), "{file}: {unknown:?}");
        assert!(!named(&text).is_empty());
    }
}

#[test]
fn alert_rules_hold_and_fire_when_they_should() {
    let folder = assets().join("prometheus");
    for arguments in [["check", "rules", "alerts.yml"], ["test", "rules", "alerts_test.yml"]] {
        let output = Command::new(promtool())
            .args(arguments)
            .current_dir(&folder)
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    let scrape = Command::new(promtool())
        .args(["check", "config", "--syntax-only", "scrape.yml"])
        .current_dir(&folder)
        .output();
    assert!(scrape.unwrap().status.success());
}

#[test]
fn every_alert_has_a_test_and_a_runbook() {
    let rules = fs::read_to_string(assets().join("prometheus/alerts.yml")).unwrap();
    let tests = fs::read_to_string(assets().join("prometheus/alerts_test.yml")).unwrap();
    let mut alerts = 0;
    for line in rules.lines().map(str::trim) {
        if let Some(alert) = line.strip_prefix("- alert: ") {
            assert!(
                tests.contains(&format!("alertname: {alert}\n")),
                "{alert} is not tested"
            );
            alerts += 1;
        }
        if let Some(url) = line.strip_prefix("runbook_url: ") {
            let page = url.rsplit('/').next().unwrap();
            let text = fs::read_to_string(assets().join("runbooks").join(page))
                .unwrap_or_else(|error| panic!("{page}: {error}"));
            for part in ["## Look at", "## Do", "## Leave it"] {
                assert!(text.contains(part), "{page} does not say {part}");
            }
        }
    }
    assert!(alerts >= 15, "{alerts}");
}

#[test]
fn every_rule_of_the_engine_has_a_runbook() {
    for rule in touchline::engine::ALERT_RULES {
        assert!(assets().join(format!("runbooks/{rule}.md")).exists(), "{rule}");
    }
}

#[test]
fn an_alert_is_silenced_and_told_of_again() {
    let home = Home::new();
    let file = seasons(&["E0_2324.csv"]);
    home.touchline(&["import", &file[0]]).assert().success();
    home.touchline(&["check"]).assert().code(1);
    home.touchline(&["silence", "no-model", "--hours", "3", "--reason", "a\u{1b}[31m test"])
        .assert()
        .success();
    let output = home.touchline(&["check"]).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.code() == Some(3) && said.contains("1 silenced"), "{said}");
    let listed = String::from_utf8(home.touchline(&["silence"]).output().unwrap().stdout).unwrap();
    assert!(
        listed.starts_with("no-model ") && listed.contains("by tester@") && !listed.contains('\u{1b}'),
        "{listed}"
    );
    let alerts = home.json(&["status", "--json"])["sections"]["alerts"]["value"].clone();
    let stale = alerts
        .as_array()
        .unwrap()
        .iter()
        .find(|alert| alert["rule"].as_str().unwrap().starts_with("no-model"));
    assert_eq!(stale.unwrap()["silenced"]["rule"], "no-model", "{alerts}");
    home.touchline(&["silence", "no-model", "--end"]).assert().success();
    home.touchline(&["check"]).assert().code(1);
    home.touchline(&["silence", "no-model", "--end"]).assert().code(1);
    let audit = home.json(&["audit", "--json"]);
    assert!(audit.to_string().contains("no-model for 3 h"), "{audit}");
}

#[test]
fn the_dashboard_can_be_provisioned() {
    let text = fs::read_to_string(assets().join("grafana/dashboards/touchline.json")).unwrap();
    let dashboard: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(dashboard["uid"], "touchline");
    assert!(dashboard.get("id").is_none());
    let panels = dashboard["panels"].as_array().unwrap();
    for panel in panels {
        assert_eq!(panel["datasource"]["uid"], "${datasource}", "{panel}");
        assert!(!panel["targets"].as_array().unwrap().is_empty(), "{panel}");
    }
    assert!(panels.len() >= 12);
}
