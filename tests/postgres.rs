//! What is special about PostgreSQL: sessions, TLS, the schema, a server that goes away, and secrets; and that the same
//! operations leave the same rows as on SQLite.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop loudly"
)]

#[path = "support/binary.rs"]
mod binary;
#[path = "support/databases.rs"]
mod databases;
#[path = "support/services/postgres.rs"]
mod postgres;
#[path = "support/worker.rs"]
mod worker;

#[path = "postgres/alike.rs"]
mod alike;
#[path = "postgres/away.rs"]
mod away;
#[path = "postgres/guard.rs"]
mod guard;
#[path = "postgres/schema.rs"]
mod schema;
#[path = "postgres/secrets.rs"]
mod secrets;
#[path = "postgres/sessions.rs"]
mod sessions;
#[path = "postgres/tls.rs"]
mod tls;

use touchline::{
    config::DatabaseAddress,
    domain::with_causes,
    store::{Db, OpenMode, StoreError, Trouble},
};

/// Why there is no session, and what is said of it, which never holds the password.
async fn refusal(url: &str, mode: OpenMode) -> (Trouble, String) {
    let error = Db::open(DatabaseAddress::from(url), mode).await.unwrap_err();
    let said = format!("{} {error:?}", with_causes(&error));
    assert!(!said.contains(postgres::PASSWORD), "{said}");
    match error {
        StoreError::Connect { trouble, .. } => (trouble, said),
        other => panic!("{other:?}"),
    }
}
