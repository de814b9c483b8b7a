//! Where the database is: a file, or a PostgreSQL server.

use std::{
    ffi::{OsStr, OsString},
    fmt,
    net::IpAddr,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use url::Url;

use super::{AddressError, ServiceUrl};

const SCHEMES: [&str; 2] = ["postgres", "postgresql"];

/// Parameters of an address that mean something here. The driver passes over others with a line in the log that shows their
/// values; a misspelt `password` must not end there.
const PARAMETERS: [&str; 12] = [
    "sslmode",
    "sslrootcert",
    "sslcert",
    "sslkey",
    "host",
    "hostaddr",
    "port",
    "dbname",
    "user",
    "password",
    "application_name",
    "options",
];

const SSL_MODES: [&str; 6] = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"];

/// Where the database is. Whatever prints it hides its password.
///
/// It is read without judging it, like [`ServiceUrl`]; [`DatabaseAddress::check`] judges it.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseAddress {
    /// A SQLite file.
    File(PathBuf),
    /// A PostgreSQL server, by an address such as `postgres://user@host/database?sslmode=verify-full`.
    Postgres(ServiceUrl),
}

impl DatabaseAddress {
    /// An address as it was typed: whatever has a scheme is a server's, anything else a file's.
    #[must_use]
    pub fn new(text: &OsStr) -> Self {
        match text.to_str().map(str::trim) {
            Some(text) if text.contains("://") => Self::Postgres(ServiceUrl::new(text)),
            _ => Self::File(PathBuf::from(text)),
        }
    }

    /// Does it hold a password?
    #[must_use]
    pub fn has_password(&self) -> bool {
        match self {
            Self::File(_) => false,
            Self::Postgres(url) => url.has_password(),
        }
    }

    /// The address with its secrets, in the form that [`DatabaseAddress::new`] reads: for the environment of a worker.
    #[must_use]
    pub fn expose(&self) -> OsString {
        match self {
            Self::File(path) => path.clone().into_os_string(),
            Self::Postgres(url) => url.expose().into(),
        }
    }

    /// Can it be an address? A file may have any name.
    ///
    /// # Errors
    /// What is wrong with it, without quoting it.
    pub fn check(&self) -> Result<(), AddressError> {
        let Self::Postgres(url) = self else { return Ok(()) };
        let url = url.check(&SCHEMES)?;
        // A password with an unescaped / or # in it ends up here.
        if url.fragment().is_some() || url.path().trim_start_matches('/').contains(['/', '@']) {
            return Err(AddressError::Shape);
        }
        check_parameters(&url)
    }
}

fn check_parameters(url: &Url) -> Result<(), AddressError> {
    for (name, value) in url.query_pairs() {
        let fits = match &*name {
            "sslmode" => SSL_MODES.contains(&&*value),
            "port" => value.parse::<u16>().is_ok(),
            "hostaddr" => value.parse::<IpAddr>().is_ok(),
            name => PARAMETERS.contains(&name) || (name.starts_with("options[") && name.ends_with(']')),
        };
        if !fits {
            return Err(AddressError::Parameter(format!(
                "{}, options[NAME]; sslmode is one of {}",
                PARAMETERS.join(", "),
                SSL_MODES.join(", ")
            )));
        }
    }
    Ok(())
}

impl fmt::Display for DatabaseAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(f),
            Self::Postgres(url) => url.fmt(f),
        }
    }
}

impl fmt::Debug for DatabaseAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseAddress({self})")
    }
}

impl Serialize for DatabaseAddress {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DatabaseAddress {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::from(OsString::from(String::deserialize(deserializer)?)))
    }
}

impl From<OsString> for DatabaseAddress {
    fn from(text: OsString) -> Self {
        Self::new(&text)
    }
}

impl From<&str> for DatabaseAddress {
    fn from(text: &str) -> Self {
        Self::new(text.as_ref())
    }
}

impl From<PathBuf> for DatabaseAddress {
    fn from(path: PathBuf) -> Self {
        Self::File(path)
    }
}

impl From<&PathBuf> for DatabaseAddress {
    fn from(path: &PathBuf) -> Self {
        Self::File(path.clone())
    }
}

impl From<&Path> for DatabaseAddress {
    fn from(path: &Path) -> Self {
        Self::File(path.to_owned())
    }
}

impl From<&Self> for DatabaseAddress {
    fn from(address: &Self) -> Self {
        address.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_servers() {
        assert_eq!(
            DatabaseAddress::from("live.db"),
            DatabaseAddress::File("live.db".into())
        );
        let server = DatabaseAddress::from("postgres://ops:hunter2@db/live");
        assert!(matches!(server, DatabaseAddress::Postgres(_)) && server.has_password());
        assert!(!format!("{server} {server:?}").contains("hunter2"));
        assert_eq!(DatabaseAddress::new(&server.expose()), server);
    }

    #[test]
    fn what_the_driver_would_pass_over_is_refused_without_quoting_it() {
        for wrong in [
            "mysql://db/live",
            "postgres://db/live?pasword=hunter2",
            "postgres://db/live?sslmode=hunter2",
            "postgres://db/live#hunter2",
            "postgres://ops:12/hunter2@db/live",
            "postgres://ops:hunter2/x@db/live",
        ] {
            let message = DatabaseAddress::from(wrong).check().unwrap_err();
            assert!(!format!("{message} {message:?}").contains("hunter2"), "{message:?}");
        }
        for right in [
            "postgres://ops@db:5433/live?sslmode=verify-full&sslrootcert=/etc/ca.pem",
            "postgresql:///live?host=/run/postgresql&options[search_path]=touchline",
        ] {
            let address = DatabaseAddress::from(right);
            address.check().unwrap();
            assert!(!address.has_password(), "{address}");
        }
    }
}
