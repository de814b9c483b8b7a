//! A receiver of alerts that is down, slow, or says no: it is told once when it is back.

use std::{
    collections::VecDeque,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    process::Stdio,
    sync::mpsc::{Receiver, Sender, channel},
    thread,
    time::Duration,
};

use serde_json::Value;

use super::stage::{Server, command};
use crate::binary::{Home, seasons};

/// What a receiver does with a request.
#[derive(Debug, Clone, Copy)]
enum Does {
    Answer(&'static str),
    /// It takes the request and never answers.
    Nothing,
}

/// A request that was answered, with the answer's status.
#[derive(Debug)]
struct Told {
    status: u16,
    head: String,
    body: Value,
}

const YES: Does = Does::Answer("200 OK\r\n");

/// Answers each request as `script` says, then with yes.
fn receive(listener: TcpListener, script: impl IntoIterator<Item = Does>) -> Receiver<Told> {
    let (sender, told) = channel();
    let mut script: VecDeque<Does> = script.into_iter().collect();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let does = script.pop_front().unwrap_or(YES);
            let sender = sender.clone();
            thread::spawn(move || answer(stream.unwrap(), does, &sender));
        }
    });
    told
}

fn answer(mut stream: TcpStream, does: Does, sender: &Sender<Told>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).unwrap_or(0) == 0 {
            return;
        }
    }
    let head = head.to_lowercase();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .unwrap();
    let mut body = vec![0; length.parse().unwrap()];
    reader.read_exact(&mut body).unwrap();
    let Does::Answer(says) = does else {
        thread::sleep(Duration::from_secs(15));
        return;
    };
    write!(stream, "HTTP/1.1 {says}connection: close\r\ncontent-length: 0\r\n\r\n").unwrap();
    let told = Told {
        status: says[..3].parse().unwrap(),
        head,
        body: serde_json::from_slice(&body).unwrap(),
    };
    let _test_is_over = sender.send(told);
}

/// A store without a model, which is an alert, and who is told of it.
fn serve(home: Home, receiver: SocketAddr) -> Server {
    let child = command(&home, &[])
        .env("TOUCHLINE_ALERT_WEBHOOK", format!("http://{receiver}/hooks/hunter2"))
        .env("TOUCHLINE_ALERT_WEBHOOK_TOKEN", "a-token-of-the-receiver")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    Server::of(home, child)
}

/// Trains a model, which ends the alert.
fn train(home: &Home) {
    let files = seasons(&["E0_2122.csv", "E0_2223.csv", "E0_2324.csv"]);
    let mut import = vec!["import"];
    import.extend(files.iter().map(String::as_str));
    home.touchline(&import).assert().success();
    home.touchline(&["train", "--wait"]).assert().success();
}

/// Waits until the receiver has taken a notice of the missing model with this status; returns how often it took it, and all that
/// was refused before.
fn until_taken(told: &Receiver<Told>, status: &str) -> (Value, Vec<u16>) {
    let mut refused = Vec::new();
    loop {
        let told = told.recv_timeout(Duration::from_mins(2)).expect("the receiver is told");
        assert!(
            told.head.contains("authorization: bearer a-token-of-the-receiver"),
            "{}",
            told.head
        );
        let alerts = told.body["alerts"].as_array().unwrap();
        let found = alerts
            .iter()
            .find(|a| a["labels"]["alertname"] == "TouchlineNoModel" && a["status"] == status);
        match found {
            Some(alert) if told.status == 200 => return (alert.clone(), refused),
            _ if told.status == 200 => {}
            _ => refused.push(told.status),
        }
    }
}

/// Nothing of the missing model is told any more.
fn assert_quiet(told: &Receiver<Told>) {
    while let Ok(told) = told.recv_timeout(Duration::from_secs(4)) {
        assert!(
            !told.body.to_string().contains("TouchlineNoModel"),
            "told again: {told:?}"
        );
    }
}

#[test]
fn beginning_and_end_are_told_once_each() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let told = receive(listener, []);
    let server = serve(Home::new(), address);
    let (alert, _) = until_taken(&told, "firing");
    assert_eq!(alert["labels"]["severity"], "warning");
    assert_eq!(alert["annotations"]["summary"], "no model has been trained yet");
    assert_quiet(&told);
    train(&server.home);
    let (over, _) = until_taken(&told, "resolved");
    assert_eq!(
        (&over["fingerprint"], &over["startsAt"]),
        (&alert["fingerprint"], &alert["startsAt"])
    );
    assert_quiet(&told);
    let snapshot = server.get("/api/snapshot");
    assert_eq!(
        snapshot.json()["sections"]["system"]["value"]["alert_outbox"]["pending"],
        0
    );
    assert!(
        !snapshot.body.contains("hunter2") && !snapshot.body.contains("a-token"),
        "an address can be a secret"
    );
}

#[test]
fn a_receiver_that_says_no_is_told_when_it_says_yes() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let script = [
        Does::Answer("500 Internal Server Error\r\n"),
        Does::Answer("429 Too Many Requests\r\nretry-after: 2\r\n"),
        Does::Answer("404 Not Found\r\n"),
    ];
    let told = receive(listener, script);
    let _server = serve(Home::new(), address);
    let (_, refused) = until_taken(&told, "firing");
    assert_eq!(refused, [500, 429, 404]);
    assert_quiet(&told);
}

#[test]
fn what_began_and_ended_while_it_was_away_is_told_as_it_stands_and_survives_a_restart() {
    let gone = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = gone.local_addr().unwrap();
    drop(gone);
    let mut server = serve(Home::new(), address);
    server.until(|snapshot| {
        let outbox = &snapshot["sections"]["system"]["value"]["alert_outbox"];
        outbox["pending"].as_u64() > Some(0) && outbox["last_error"].is_string()
    });
    // Killed in the middle, and started again: nothing of it is lost, and nothing is told twice.
    server.child.kill().unwrap();
    server.child.wait().unwrap();
    let home = std::mem::replace(&mut server.home, Home::new());
    let server = serve(home, address);
    let told = receive(TcpListener::bind(address).unwrap(), []);
    until_taken(&told, "firing");
    assert_quiet(&told);
    train(&server.home);
    until_taken(&told, "resolved");
    assert_quiet(&told);
}

#[test]
fn a_receiver_that_does_not_answer_is_told_again() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let told = receive(listener, [Does::Nothing]);
    let _server = serve(Home::new(), address);
    let (_, refused) = until_taken(&told, "firing");
    assert!(refused.is_empty());
    assert_quiet(&told);
}

#[test]
fn nobody_is_told_of_what_is_silenced_until_the_silence_ends() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let told = receive(listener, []);
    let home = Home::new();
    // An empty database gets its schema from whoever writes first.
    home.touchline(&["silence", "no-model", "--reason", "being set up"])
        .assert()
        .success();
    let server = serve(home, address);
    server.until(|snapshot| {
        let alerts = snapshot["sections"]["alerts"]["value"].as_array().unwrap();
        alerts
            .iter()
            .any(|alert| alert["rule"] == "no-model" && alert["silenced"].is_object())
    });
    assert_quiet(&told);
    server
        .home
        .touchline(&["silence", "no-model", "--end"])
        .assert()
        .success();
    until_taken(&told, "firing");
}

#[test]
fn a_test_begins_and_is_over_and_what_the_receiver_says_is_said() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let no = Does::Answer("403 Forbidden\r\n");
    let told = receive(listener, [YES, YES, no]);
    let home = Home::new();
    let test = || {
        let mut command = home.touchline(&["alerts", "--test"]);
        command
            .env("TOUCHLINE_ALERT_WEBHOOK", format!("http://{address}/hooks/hunter2"))
            .env("TOUCHLINE_ALERT_WEBHOOK_TOKEN", "a-token-of-the-receiver");
        command
    };
    test().assert().success();
    let (firing, resolved) = (told.recv().unwrap().body, told.recv().unwrap().body);
    assert_eq!(
        (&firing["status"], &resolved["status"]),
        (&"firing".into(), &"resolved".into())
    );
    assert_eq!(firing["alerts"][0]["labels"]["alertname"], "TouchlineTest");
    assert_eq!(firing["alerts"][0]["fingerprint"], resolved["alerts"][0]["fingerprint"]);

    let refused = test().assert().failure();
    let said = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
    assert!(said.contains("403") && said.contains("check the token"), "{said}");
    assert!(!said.contains("hunter2") && !said.contains("a-token"), "{said}");

    let nobody = home.touchline(&["alerts", "--test"]).assert().failure();
    let said = String::from_utf8_lossy(&nobody.get_output().stderr).into_owned();
    assert!(said.contains("set webhook of [alerts]"), "{said}");
}
