//! `/metrics` as Prometheus' own checker reads it.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use super::stage::{Server, shared};
use crate::binary::Home;

/// The machine's own, or the one that `tests/setup` fetched.
pub(crate) fn promtool() -> PathBuf {
    let fetched = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/promtool/usr/bin/promtool");
    if fetched.exists() { fetched } else { "promtool".into() }
}

/// What `promtool check metrics` says of a text; nothing where all is well.
fn complaints(text: &str) -> String {
    let mut promtool = Command::new(promtool())
        .args(["check", "metrics"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("promtool, which tests/setup installs");
    promtool.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = promtool.wait_with_output().unwrap();
    format!(
        "{}{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
        if output.status.success() { "" } else { "failed" }
    )
}

#[test]
fn the_checker_finds_nothing() {
    let text = shared().get("/metrics").body;
    assert_eq!(complaints(&text), "", "{text}");
    for wanted in [
        "touchline_drift_verdict{league=\"E0\",verdict=\"insufficient\"}",
        "touchline_score{metric=\"log_loss\",forecaster=\"market\"}",
        "touchline_matches 1140",
        "http_server_request_duration_seconds_bucket",
    ] {
        assert!(text.contains(wanted), "{wanted} is not in\n{text}");
    }
    assert!(
        complaints("touchline_x 1\ntouchline_x 2\n").contains("failed"),
        "the checker checks"
    );
}

#[test]
fn of_an_empty_store_too() {
    let server = Server::start(Home::new(), &[]);
    let text = server.get("/metrics").body;
    assert_eq!(complaints(&text), "", "{text}");
    assert!(text.contains("touchline_model_status{status=\"no_model\"} 1"), "{text}");
    assert!(!text.contains("touchline_score{"), "no number where there is none");
}
