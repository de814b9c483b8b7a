//! What is special about PostgreSQL: sessions, TLS, the schema, a server that goes away, and secrets; and that the same
//! operations leave the same rows as on SQLite.

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

use crate::{binary, databases, postgres, worker};
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
