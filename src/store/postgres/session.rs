//! What a session with a server is set to, and which servers are accepted.

use std::str::FromStr;

use sqlx::{PgConnection, postgres::PgConnectOptions};

use super::Trouble;
use crate::{
    config::ServiceUrl,
    store::{Context, OpenMode, StoreError},
};

/// The oldest version that the project of PostgreSQL itself still mends and that the tests run on.
const OLDEST: i32 = 15;

/// What a session must not do for longer, unless the address says otherwise: a forgotten one would hold locks for ever.
const LIMITS: [(&str, &str); 3] = [
    ("statement_timeout", "60s"),
    ("lock_timeout", "10s"),
    ("idle_in_transaction_session_timeout", "60s"),
];

/// How to connect: the address, `PG*` variables and `~/.pgpass` for what it leaves open, and the limits of a session. Its
/// time zone is UTC; the driver sees to that.
pub(super) fn options(url: &ServiceUrl, mode: OpenMode, application: &str) -> Result<PgConnectOptions, StoreError> {
    let mut options =
        PgConnectOptions::from_str(url.expose()).map_err(|error| StoreError::connecting(&url.to_string(), error))?;
    if options.get_application_name().is_none() {
        options = options.application_name(application);
    }
    let given = options.get_options().unwrap_or_default().to_owned();
    options = options.options(LIMITS.into_iter().filter(|(name, _)| !given.contains(name)));
    if mode == OpenMode::ReadOnly {
        options = options.options([("default_transaction_read_only", "on")]);
    }
    Ok(options)
}

/// Refuses a server that is too old, one that cannot be written to where that is wanted, and a search path that leads
/// nowhere.
pub(super) async fn accept(connection: &mut PgConnection, mode: OpenMode, location: &str) -> Result<(), StoreError> {
    const SQL: &str = "SELECT CAST(current_setting('server_version_num') AS INTEGER), \
                       pg_is_in_recovery() OR CAST(current_setting('transaction_read_only') AS BOOLEAN), \
                       current_schema() IS NOT NULL";
    let (version, read_only, has_schema): (i32, bool, bool) =
        sqlx::query_as(SQL).fetch_one(connection).await.doing("answer")?;
    match refuse(version, read_only && mode == OpenMode::ReadWrite, has_schema) {
        None => Ok(()),
        Some(trouble) => Err(StoreError::Connect {
            database: location.to_owned(),
            trouble,
            source: None,
        }),
    }
}

/// `version` is `server_version_num`: 150018 is 15.18.
const fn refuse(version: i32, cannot_write: bool, has_schema: bool) -> Option<Trouble> {
    let major = version / 10_000;
    if major < OLDEST {
        Some(Trouble::TooOld(major, OLDEST))
    } else if cannot_write {
        Some(Trouble::ReadOnly)
    } else if !has_schema {
        Some(Trouble::NoSchema)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_server_is_refused_by_its_version() {
        assert_eq!(refuse(140_023, false, true), Some(Trouble::TooOld(14, 15)));
        assert_eq!(refuse(90_624, false, true), Some(Trouble::TooOld(9, 15)));
        assert_eq!(refuse(150_000, false, true), None);
        assert_eq!(refuse(180_001, true, true), Some(Trouble::ReadOnly));
    }

    #[test]
    fn limits_of_the_address_stay() {
        let url = ServiceUrl::new("postgres://ops@db/live?options[lock_timeout]=5s");
        let options = options(&url, OpenMode::ReadOnly, "touchline status").unwrap();
        let given = options.get_options().unwrap();
        assert!(
            given.contains("lock_timeout=5s") && !given.contains("lock_timeout=10s"),
            "{given}"
        );
        assert!(
            given.contains("statement_timeout=60s") && given.ends_with("default_transaction_read_only=on"),
            "{given}"
        );
    }
}
