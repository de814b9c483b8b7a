//! The password of its database is in its environment, which its user alone can read, and nowhere else.

use std::{fs, os::unix::fs::MetadataExt, process::Command};

use rustix::process::Signal;
use touchline::{config::DatabaseAddress, store};

use super::{
    databases::{Database, Plain},
    postgres::{PASSWORD, PostgresServer},
    stage::Stage,
};

#[tokio::test(flavor = "multi_thread")]
async fn no_password_in_the_list_of_processes_or_in_the_log() {
    let database = Database::postgres().await;
    let Plain::Postgres(pool) = &database.plain else {
        panic!()
    };
    let name: String = sqlx::query_scalar("SELECT current_database()")
        .fetch_one(pool)
        .await
        .unwrap();
    let address = DatabaseAddress::from(PostgresServer::shared().url_with_password(&name).as_str());
    store::migrate(&address, "touchline test").await.unwrap();
    let stage = Stage::new(60, "");
    let worker = stage.start_on(address);
    while database.count("SELECT count(*) FROM workers").await == 0 {
        assert!(!worker.has_ended(), "{}", stage.log());
        tokio::task::yield_now().await;
    }
    let sessions = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
                    AND application_name = 'touchline worker'";
    assert!(database.count(sessions).await > 0);

    let arguments = fs::read(worker.process("cmdline")).unwrap();
    assert!(!String::from_utf8_lossy(&arguments).contains(PASSWORD));
    let listed = Command::new("ps").args(["-ww", "-e", "-o", "args"]).output().unwrap();
    assert!(listed.status.success());
    assert!(!String::from_utf8_lossy(&listed.stdout).contains(PASSWORD));
    assert_eq!(fs::metadata(worker.process("environ")).unwrap().mode() & 0o077, 0);

    worker.signal(Signal::TERM);
    worker.wait();
    let log = stage.log();
    assert!(log.contains("begins") && !log.contains(PASSWORD), "{log}");
}
