//! What can be changed, who did it, and what is told of it.

use std::{
    io::{BufRead, BufReader, Read, Write},
    process::Command,
};

use super::stage::{Server, TOKEN, trained};

const RUN: &str = "/api/training/automated/run";

#[test]
fn a_training_is_asked_for_followed_and_written_down() {
    let server = Server::start(trained(), &[]);
    let mut events = BufReader::new(server.connect());
    write!(events.get_mut(), "GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();

    let asked = server.post(RUN, TOKEN, "{\"leagues\":null,\"seasons\":null}");
    assert_eq!(asked.status, 202, "{asked:?}");
    let asked = asked.json();
    let id = asked["taskId"].as_str().unwrap().to_owned();
    let again = server.post(RUN, TOKEN, "{}").json();
    assert_eq!(
        again["taskId"], id,
        "the same training is joined and not asked for twice"
    );

    let needle = format!("\"id\":{id},");
    let told = events
        .by_ref()
        .lines()
        .map(Result::unwrap)
        .find(|line| line.starts_with("data:") && line.contains(&needle));
    assert!(told.is_some(), "the run is told of");
    loop {
        let task = server.get(&format!("/api/tasks/{id}")).json()["data"].clone();
        match task["status"].as_str().unwrap() {
            "queued" | "running" => std::thread::sleep(std::time::Duration::from_millis(50)),
            status => {
                assert_eq!(status, "completed", "{task}");
                assert_eq!(task["progress"], 100.0);
                assert!(task["result"]["version"].is_string(), "{task}");
                break;
            }
        }
    }
    let audit = server.home.json(&["audit", "--json"]);
    let entry = audit
        .as_array()
        .unwrap()
        .iter()
        .find(|entry| entry["actor"].as_str().unwrap().starts_with("api@"));
    let entry = entry.unwrap();
    assert_eq!(
        (&entry["action"], &entry["ssh_origin"]),
        (&"retrain".into(), &"127.0.0.1".into()),
        "{entry}"
    );
    let cancelled = server.post(&format!("/api/tasks/{id}/cancel"), TOKEN, "");
    assert_eq!(cancelled.status, 409, "{cancelled:?}");
    assert!(
        cancelled.problem()["detail"]
            .as_str()
            .unwrap()
            .contains("is over already")
    );
}

#[test]
fn it_ends_when_asked_to_and_lets_go_of_those_who_listen() {
    let mut server = Server::start(trained(), &[]);
    let mut events = server.connect();
    write!(events, "GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let mut first = [0; 12];
    events.read_exact(&mut first).unwrap();
    assert_eq!(&first, b"HTTP/1.1 200");
    let pid = server.child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    let mut rest = Vec::new();
    events.read_to_end(&mut rest).unwrap();
    assert!(rest.ends_with(b"0\r\n\r\n"), "the stream ends as it should");
    assert_eq!(server.child.wait().unwrap().code(), Some(0));
}

#[test]
fn an_address_in_use_is_named() {
    let server = super::stage::shared();
    let home = crate::binary::Home::new();
    let address = server.address.to_string();
    let output = super::stage::command_at(&address, &home, &[]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(said.contains(&format!("cannot listen on {address}")), "{said}");
    assert!(!home.database().exists(), "nothing was begun");
}

#[test]
fn a_body_is_sent_again_only_where_it_has_changed() {
    let server = super::stage::shared();
    let first = server.get("/api/snapshot");
    let tag = first
        .head
        .lines()
        .find_map(|line| line.strip_prefix("etag: "))
        .unwrap()
        .to_owned();
    // The next snapshot may come at any time; a tag that is asked for at once mostly still holds.
    let same = (0..50).any(|_| {
        let tag_now = server
            .get("/api/snapshot")
            .head
            .lines()
            .find_map(|line| line.strip_prefix("etag: ").map(str::to_owned));
        let answer = server.ask(&format!(
            "GET /api/snapshot HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nIf-None-Match: {}\r\n\r\n",
            tag_now.unwrap()
        ));
        answer.status == 304 && answer.body.is_empty()
    });
    assert!(same);
    let other = server
        .ask("GET /api/snapshot HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nIf-None-Match: \"x\"\r\n\r\n");
    assert_eq!(other.status, 200);
    assert_ne!(tag, "\"x\"");
}
