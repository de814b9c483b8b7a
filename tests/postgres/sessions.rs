//! Which servers are refused, with which words, and what a session is set to.

use std::{io::Write, net::TcpListener, thread};

use touchline::{
    config::DatabaseAddress,
    domain::with_causes,
    store::{self, Db, OpenMode, Trouble, Tx},
};

use crate::databases::Database;

use super::{
    postgres::{PASSWORD, PostgresServer},
    refusal,
};

/// A server of another kind: says something to whoever connects, and hangs up.
fn says(greeting: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        while let Ok((mut connection, _)) = listener.accept() {
            let _gone = connection.write_all(greeting);
        }
    });
    format!("postgres://ops:{PASSWORD}@127.0.0.1:{port}/live")
}

#[tokio::test]
async fn what_is_no_server_of_this_kind() {
    let http = refusal(&says(b"HTTP/1.1 400 Bad Request\r\n\r\n"), OpenMode::ReadWrite).await;
    assert_eq!(http.0, Trouble::NotPostgres, "{}", http.1);
    let redis = refusal(&says(b"-ERR unknown command\r\n"), OpenMode::ReadWrite).await;
    assert_eq!(redis.0, Trouble::NotPostgres, "{}", redis.1);
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("postgres://ops:{PASSWORD}@{}/live", silent.local_addr().unwrap());
    let (trouble, said) = refusal(&url, OpenMode::ReadWrite).await;
    assert!(matches!(trouble, Trouble::Silent(_)), "{said}");
    drop(silent);
    let (trouble, said) = refusal(&url, OpenMode::ReadWrite).await;
    assert_eq!(trouble, Trouble::Refused, "{said}");
    assert!(said.contains("postgres://ops:***@127.0.0.1"), "{said}");
}

#[tokio::test]
async fn a_host_that_is_not_known() {
    let url = format!("postgres://ops:{PASSWORD}@no-such-host.invalid/live");
    let (trouble, said) = refusal(&url, OpenMode::ReadWrite).await;
    // Without a name server the look-up itself may not end in time.
    assert!(matches!(trouble, Trouble::NoHost | Trouble::Silent(_)), "{said}");
}

#[tokio::test]
async fn users_that_are_not_let_in() {
    let server = PostgresServer::shared();
    let name = server.database().await;
    let trouble = async |url: &str| refusal(url, OpenMode::ReadWrite).await.0;
    let wrong = server.url_with_password(&name).replace("correct", "wrong");
    assert_eq!(trouble(&wrong).await, Trouble::Password);
    assert_eq!(
        trouble(&server.tcp_url(&name)).await,
        Trouble::Password,
        "none is given"
    );
    assert_eq!(trouble(&server.url("nowhere")).await, Trouble::NoDatabase);
    let stranger = server.url(&name).replace("postgres@", "stranger@");
    assert_eq!(trouble(&stranger).await, Trouble::NotAllowed);
    server
        .execute("postgres", "CREATE ROLE crowded LOGIN CONNECTION LIMIT 0")
        .await;
    let crowded = server.url(&name).replace("postgres@", "crowded@");
    assert_eq!(trouble(&crowded).await, Trouble::Full);
    let nowhere = format!("{}?options[search_path]=nowhere", server.url(&name));
    assert_eq!(trouble(&nowhere).await, Trouble::NoSchema);
}

#[tokio::test]
async fn a_read_only_server_can_be_read() {
    let server = PostgresServer::shared();
    let name = server.database().await;
    let address = DatabaseAddress::from(server.url(&name).as_str());
    store::migrate(&address, "touchline test").await.unwrap();
    let standby = format!("ALTER DATABASE {name} SET default_transaction_read_only = on");
    server.execute("postgres", &standby).await;
    let (trouble, said) = refusal(&server.url(&name), OpenMode::ReadWrite).await;
    assert_eq!(trouble, Trouble::ReadOnly, "{said}");
    Db::open(&address, OpenMode::ReadOnly).await.unwrap().close().await;
}

async fn setting(tx: &mut Tx, name: &str) -> String {
    let Tx::Postgres(tx) = tx else { panic!() };
    sqlx::query_scalar("SELECT current_setting($1)")
        .bind(name)
        .fetch_one(&mut **tx)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_session_is_named_and_limited() {
    let server = PostgresServer::shared();
    let name = server.database().await;
    let url = format!("{}?options[lock_timeout]=5s", server.url(&name));
    let address = DatabaseAddress::from(url.as_str());
    store::migrate(&address, "touchline test").await.unwrap();
    let db = Db::open_as(&address, OpenMode::ReadWrite, "touchline worker")
        .await
        .unwrap();
    let mut tx = db.write().await.unwrap();
    for (setting_name, value) in [
        ("application_name", "touchline worker"),
        ("statement_timeout", "1min"),
        ("lock_timeout", "5s"),
        ("idle_in_transaction_session_timeout", "1min"),
        ("TimeZone", "UTC"),
        ("transaction_isolation", "read committed"),
    ] {
        assert_eq!(setting(&mut tx, setting_name).await, value, "{setting_name}");
    }
    drop(tx);
    let mut tx = db.read().await.unwrap();
    assert_eq!(setting(&mut tx, "transaction_isolation").await, "repeatable read");
}

#[tokio::test]
async fn read_only_changes_nothing() {
    let server = PostgresServer::shared();
    let name = server.database().await;
    let address = DatabaseAddress::from(server.url(&name).as_str());
    store::migrate(&address, "touchline test").await.unwrap();
    let db = Db::open(&address, OpenMode::ReadOnly).await.unwrap();
    let mut tx = db.write_beside().await.unwrap();
    let error = store::worker_heartbeat(&mut tx, "host:1", "2026-01-01T00:00:00Z".parse().unwrap())
        .await
        .unwrap_err();
    assert!(with_causes(&error).contains("read-only"), "{error}");
    assert!(!error.is_passing());
}

/// The second writer sees what the first has done, and a heartbeat waits for neither.
#[tokio::test(flavor = "multi_thread")]
async fn writers_take_turns() {
    let server = PostgresServer::shared();
    let name = server.database().await;
    let address = DatabaseAddress::from(server.url(&name).as_str());
    store::migrate(&address, "touchline test").await.unwrap();
    let db = Db::open(&address, OpenMode::ReadWrite).await.unwrap();
    let first = db.write().await.unwrap();
    let second = tokio::spawn({
        let db = db.clone();
        async move { db.write().await.map(drop) }
    });
    let waits = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted";
    let mut beside = db.write_beside().await.unwrap();
    let Tx::Postgres(connection) = &mut beside else {
        panic!()
    };
    while sqlx::query_scalar::<_, i64>(waits)
        .fetch_one(&mut **connection)
        .await
        .unwrap()
        == 0
    {
        tokio::task::yield_now().await;
    }
    assert!(!second.is_finished());
    first.commit().await.unwrap();
    second.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_beginning_that_is_cut_off_leaves_no_transaction_to_the_next() {
    let database = Database::postgres().await;
    for looks in 0..400 {
        let cut_off = async {
            for _ in 0..looks % 40 {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            biased;
            () = cut_off => {}
            read = database.db.read() => drop(read),
        }
        let mut tx = database.db.write().await.unwrap();
        let now = store::now(&mut tx).await.unwrap();
        store::hold_lease(&mut tx, "cut off", "tester", now, chrono::TimeDelta::seconds(1))
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }
}
