//! What is wrong with Redis is told in time, in words that help, and without the password.

use std::{
    io::{Read, Write},
    net::TcpListener,
    thread,
    time::Duration,
};

use touchline::{
    config::ServiceUrl,
    domain::with_causes,
    features::{FeatureError, FeatureStore, Patience, Redis},
};

use super::server::{RedisServer, free_port};

const PASSWORD: &str = "hunter2-%C3%A9";

/// What asking a Redis at this address comes to. Waiting for ever would be a failure of its own.
async fn failure(address: &str) -> FeatureError {
    let patience = Patience {
        answer: Duration::from_millis(700),
        connect: Duration::from_millis(700),
        ..Patience::default()
    };
    let store = FeatureStore::on("test", Redis::new(&ServiceUrl::new(address), patience));
    let pulse = tokio::time::timeout(Duration::from_mins(1), store.pulse()).await;
    let error = pulse.expect("an answer in time").expect_err("a failure");
    let paused = store.pulse().await.unwrap_err();
    assert_eq!(paused.cause(), &error);
    let said = format!("{} {paused} {error:?} {store:?}", with_causes(&error));
    assert!(!said.contains("hunter2"), "{said}");
    error
}

/// A server that answers every connection with some bytes once it was spoken to, then hangs up.
fn answers_with(bytes: &'static [u8]) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for connection in listener.incoming() {
            let mut connection = connection.unwrap();
            let _asked = connection.read(&mut [0; 1024]);
            let _sent = connection.write_all(bytes);
        }
    });
    port
}

#[tokio::test]
async fn passwords() {
    let server = RedisServer::start_with(Some("right"));
    let port = server.port();
    let wrong = failure(&format!("redis://:{PASSWORD}@127.0.0.1:{port}")).await;
    assert!(wrong.to_string().contains("refuses the password"), "{wrong}");
    let none = failure(&format!("redis://127.0.0.1:{port}")).await;
    assert!(none.to_string().contains("asks for a password"), "{none}");
    let store = FeatureStore::open("test", Some(&server.url()));
    assert!(store.pulse().await.unwrap().version.is_some());
}

#[tokio::test]
async fn a_port_where_nothing_listens() {
    let error = failure(&format!("redis://:{PASSWORD}@127.0.0.1:{}", free_port())).await;
    assert!(matches!(error, FeatureError::Unreachable { .. }), "{error}");
    assert!(error.to_string().contains("the connection was refused"), "{error}");
}

#[tokio::test]
async fn another_kind_of_server() {
    for bytes in [
        &b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"[..],
        b"SSH-2.0-OpenSSH_9.2p1\r\n",
        // A TLS alert: this server wants to be spoken to in TLS.
        b"\x15\x03\x01\x00\x02\x02\x46",
    ] {
        let error = failure(&format!("redis://:{PASSWORD}@127.0.0.1:{}", answers_with(bytes))).await;
        assert!(matches!(error, FeatureError::OtherServer { .. }), "{error}");
    }
}

#[tokio::test]
async fn a_server_that_hangs_up_or_says_nothing() {
    let error = failure(&format!("redis://127.0.0.1:{}", answers_with(b""))).await;
    assert!(matches!(error, FeatureError::Unreachable { .. }), "{error}");
    // Connections wait in the listener's queue and are never answered.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let error = failure(&format!("redis://127.0.0.1:{}", silent.local_addr().unwrap().port())).await;
    assert!(matches!(error, FeatureError::Silent { .. }), "{error}");
}

#[tokio::test]
async fn tls_to_a_server_without_it() {
    let server = RedisServer::shared();
    let error = failure(&format!("rediss://:{PASSWORD}@127.0.0.1:{}", server.port())).await;
    assert!(matches!(error, FeatureError::Tls { .. }), "{error}");
    let port = answers_with(b"-ERR unknown command\r\n");
    let error = failure(&format!("rediss://:{PASSWORD}@127.0.0.1:{port}")).await;
    assert!(error.to_string().contains("else redis://"), "{error}");
}

/// Redis says an unknown command back, with its arguments: here the password.
#[tokio::test]
async fn a_password_that_is_said_back() {
    let bytes = b"-NOPERM unknown command 'AUTH' 'hunter2-\xc3\xa9'\r\n";
    let error = failure(&format!("redis://:{PASSWORD}@127.0.0.1:{}", answers_with(bytes))).await;
    assert!(!error.to_string().contains("hunter2"), "{error}");
}

#[tokio::test]
async fn an_address_that_is_none() {
    let error = failure("http://:hunter2@127.0.0.1").await;
    assert!(matches!(error, FeatureError::Address { .. }), "{error}");
}
