//! Who is let in.

use std::io::Write;

use serde_json::json;

use super::stage::{TOKEN, command, command_at, read, shared};
use crate::binary::Home;

const RUN: &str = "/api/training/automated/run";

#[test]
fn an_address_that_others_reach_needs_a_token() {
    let home = Home::new();
    let output = command_at("0.0.0.0:0", &home, &[])
        .env_remove("TOUCHLINE_SERVE_TOKEN")
        .output();
    let output = output.unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(
        said.contains("0.0.0.0:0 can be reached from other machines and there is no token"),
        "{said}"
    );
    assert!(!home.database().exists(), "nothing was begun");
}

#[test]
fn a_short_token_is_refused_and_not_told() {
    let home = Home::new();
    let output = command(&home, &[])
        .env("TOUCHLINE_SERVE_TOKEN", "hunter2")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("7 characters") && !said.contains("hunter2"), "{said}");
}

#[test]
fn nothing_is_changed_without_the_right_token() {
    let server = shared();
    let before = server.get("/api/system/activity").json()["count"].clone();
    let long = "x".repeat(4000);
    for token in ["", "wrong", "correct-horse-batterz", "correct-horse-batter", &long] {
        for path in [RUN, "/api/tasks/1/cancel", "/health", "/nowhere"] {
            let answer = server.post(path, token, "{}");
            assert_eq!(answer.status, 401, "{path}");
            assert!(answer.head.contains("www-authenticate: bearer"), "{answer:?}");
            assert!(!answer.problem().to_string().contains("horse"));
        }
    }
    for header in [
        format!("Authorization: Basic {TOKEN}"),
        format!("Authorization: {TOKEN}"),
        format!("Authorization:Bearer{TOKEN}"),
        format!("X-Token: {TOKEN}"),
        "Authorization: Bearer \u{7f}".to_owned(),
    ] {
        let answer = server.ask(&format!(
            "POST {RUN} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{header}\r\nContent-Type: application/json\r\n\
             Content-Length: 2\r\n\r\n{{}}"
        ));
        assert!(matches!(answer.status, 400 | 401), "{header}: {answer:?}");
    }
    assert_eq!(server.get("/api/system/activity").json()["count"], before);
}

#[test]
fn nothing_is_changed_by_reading() {
    let server = shared();
    for path in [RUN, "/api/tasks/1/cancel"] {
        for method in ["GET", "HEAD", "OPTIONS"] {
            let answer = server.ask(&format!(
                "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            ));
            assert_eq!(answer.status, 405, "{method} {path}");
            assert!(answer.head.contains("allow: post"), "{answer:?}");
        }
    }
    let answer = server.ask(&format!(
        "DELETE /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer {TOKEN}\r\n\r\n"
    ));
    assert_eq!(answer.status, 405);
    assert_eq!(answer.problem()["title"], "Method Not Allowed");
}

#[test]
fn a_web_page_of_another_name_reads_nothing() {
    let server = shared();
    for host in [
        "evil.example",
        "localhost.evil.example",
        "10.0.0.7",
        "127.0.0.1.evil.example:80",
    ] {
        let answer = server.ask(&format!(
            "GET /api/snapshot HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        ));
        assert_eq!(answer.status, 421, "{host}: {answer:?}");
        answer.problem();
    }
    for host in ["localhost", "LOCALHOST:9247", "127.0.0.1:1", "[::1]:80"] {
        let answer = server.ask(&format!(
            "GET /health HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        ));
        assert_eq!(answer.status, 200, "{host}: {answer:?}");
    }
}

#[test]
fn other_machines_read_with_the_token_and_ask_for_health_without() {
    let home = Home::new();
    let child = command_at("0.0.0.0:0", &home, &[])
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut server = super::stage::Server::unready(home, child);
    server.address.set_ip([127, 0, 0, 1].into());
    let with = |header: &str, path: &str| {
        let mut stream = server.connect();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: monitor.example\r\nConnection: close\r\n{header}\r\n"
        )
        .unwrap();
        read(&mut stream).status
    };
    let token = format!("Authorization: Bearer {TOKEN}\r\n");
    assert_eq!(with("", "/api/snapshot"), 401);
    assert_eq!(with("", "/metrics"), 401);
    assert_eq!(with(&token, "/api/snapshot"), 200);
    assert!(matches!(with("", "/health"), 200 | 503));
}

#[test]
fn a_read_only_store_is_not_written_to() {
    let home = super::stage::trained();
    let server = super::stage::Server::start(home, &["--read-only"]);
    let answer = server.post(RUN, TOKEN, "{}");
    assert_eq!(answer.status, 403, "{answer:?}");
    assert!(answer.problem()["detail"].as_str().unwrap().contains("read-only"));
    assert_eq!(
        server.get("/api/snapshot").json()["sections"]["training"]["value"]["queued"],
        json!([])
    );
}
