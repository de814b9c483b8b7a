//! What it bears: bad input, slow clients, and many of them.

use std::{
    io::{ErrorKind, Read, Write},
    net::TcpStream,
    time::Duration,
};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use super::stage::{Server, TOKEN, read, shared, trained};

const RUN: &str = "/api/training/automated/run";

#[test]
fn bad_bodies_are_told_what_is_wrong_and_nothing_is_queued() {
    let server = shared();
    for (body, status, said) in [
        ("", 400, "EOF"),
        ("{", 400, "EOF"),
        ("{\"leagues\":", 400, "EOF"),
        ("[]", 422, "expected a map"),
        ("null", 422, "expected a map"),
        ("{\"leagues\":\"E0\"}", 422, "expected a sequence"),
        ("{\"leagues\":[1]}", 422, "expected a string"),
        ("{\"leagues\":[\"E0\",\"../etc\"]}", 422, "no league code"),
        ("{\"league\":\"E0\"}", 422, "unknown field"),
        ("{\"seasons\":[\"2324\"]}", 422, "all of them"),
        ("\u{202e}{}", 400, "expected value"),
    ] {
        let answer = server.post(RUN, TOKEN, body);
        assert_eq!(answer.status, status, "{body}: {answer:?}");
        let problem = answer.problem();
        assert!(problem["detail"].as_str().unwrap().contains(said), "{body}: {problem}");
    }
    assert_eq!(
        server.post(&format!("{RUN}?auto_promote=false"), TOKEN, "{}").status,
        422
    );
    assert_eq!(
        server.post(&format!("{RUN}?auto_promote=perhaps"), TOKEN, "{}").status,
        400
    );
    assert_eq!(server.post("/api/tasks/nonsense/cancel", TOKEN, "").status, 404);
    assert_eq!(
        server.post("/api/tasks/99999999999999999999/cancel", TOKEN, "").status,
        404
    );
    let large = format!("{{\"leagues\":[\"{}\"]}}", "E".repeat(80_000));
    let answer = server.post(RUN, TOKEN, &large);
    assert!(matches!(answer.status, 413 | 0), "{answer:?}");
    let plain = server.ask(&format!(
        "POST {RUN} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer {TOKEN}\r\nContent-Length: 2\r\n\r\n{{}}"
    ));
    assert_eq!(plain.status, 415, "{plain:?}");
    let snapshot = server.get("/api/snapshot").json();
    assert_eq!(
        snapshot["sections"]["training"]["value"]["queued"],
        serde_json::json!([])
    );
}

#[test]
fn paths_that_are_not_served_are_counted_under_one_label() {
    let server = shared();
    for path in [
        "/api",
        "/api/snapshot/",
        "/../etc/passwd",
        "/%2e%2e/%00",
        "/api/tasks",
        "/api/model/health/x",
    ] {
        let answer = server.get(path);
        assert_eq!(answer.status, 404, "{path}: {answer:?}");
        answer.problem();
    }
    let snapshot = server.until(|snapshot| {
        let routes = snapshot["sections"]["system"]["value"]["api"]["routes"]
            .as_array()
            .unwrap();
        routes
            .iter()
            .any(|route| route["route"] == "other" && route["status"] == 404)
    });
    assert!(
        !snapshot["sections"]["system"]["value"]["api"]
            .to_string()
            .contains("passwd")
    );
    for line in ["BREW / HTTP/1.1", "GET / HTTP/9", "GET http://[ HTTP/1.1", "\u{0}\u{1}"] {
        let answer = server.ask(&format!("{line}\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        assert!(matches!(answer.status, 0 | 400 | 401 | 404 | 405), "{line}: {answer:?}");
    }
    let header = format!(
        "GET /health HTTP/1.1\r\nHost: localhost\r\nX: {}\r\n\r\n",
        "x".repeat(1 << 20)
    );
    assert!(matches!(server.ask(&header).status, 0 | 431));
    assert_eq!(server.get("/health").status, 200);
}

#[test]
fn a_client_that_does_not_go_on_is_let_go() {
    let home = trained();
    home.configure("[serve]\ntimeout-seconds = 1\n");
    let server = Server::start(home, &[]);
    for begun in ["", "GET /hea", "GET /health HTTP/1.1\r\nHost: localhost\r\n"] {
        let mut stream = server.connect();
        stream.write_all(begun.as_bytes()).unwrap();
        let answer = read(&mut stream);
        assert!(matches!(answer.status, 0 | 408), "{begun:?}: {answer:?}");
    }
    // Of its body only the beginning comes.
    let mut stream = server.connect();
    write!(
        stream,
        "POST {RUN} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer {TOKEN}\r\n\
         Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{{"
    )
    .unwrap();
    let answer = read(&mut stream);
    assert_eq!(answer.status, 408, "{answer:?}");
    answer.problem();
    // A connection that was used and is kept open goes too.
    let mut stream = server.connect();
    write!(stream, "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let mut all = Vec::new();
    stream.read_to_end(&mut all).unwrap();
    assert!(all.starts_with(b"HTTP/1.1 200"));
}

#[test]
fn ten_thousand_idle_connections_do_not_keep_others_out_for_good() {
    let limit = getrlimit(Resource::Nofile);
    let wanted = limit.maximum.map_or(12_000, |most| most.min(12_000));
    setrlimit(
        Resource::Nofile,
        Rlimit {
            current: Some(wanted),
            ..limit
        },
    )
    .unwrap();
    let idle = usize::try_from(wanted).unwrap().saturating_sub(1_000).min(10_000);
    let home = trained();
    home.configure("[serve]\ntimeout-seconds = 2\nconnections = 512\n");
    let server = Server::start(home, &[]);
    let held: Vec<TcpStream> = (0..idle)
        .filter_map(|_| TcpStream::connect(server.address).ok())
        .collect();
    assert!(
        held.len() > 1_000,
        "only {} of {idle} connections could be made",
        held.len()
    );
    // Those that found no place were told so at once.
    let mut text = [0; 64];
    let turned_away = held.iter().rev().find(|stream| {
        let mut stream: &TcpStream = stream;
        stream.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
        matches!(stream.read(&mut text), Ok(read) if text[..read].starts_with(b"HTTP/1.1 503"))
    });
    assert!(turned_away.is_some());
    // The others are let go when their time is over, and then there is room again, while all of them are still held here.
    let mut first = &held[0];
    first.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
    match first.read(&mut text) {
        Ok(0) => {}
        Ok(read) => assert!(
            text[..read].starts_with(b"HTTP/1.1 408"),
            "{}",
            String::from_utf8_lossy(&text[..read])
        ),
        Err(error) => assert_eq!(error.kind(), ErrorKind::ConnectionReset, "{error}"),
    }
    let answered = (0..200).any(|_| {
        std::thread::sleep(Duration::from_millis(50));
        server.get("/health").status == 200
    });
    assert!(answered);
    println!("{} idle connections", held.len());
}
