//! The address of a service, which may hold a password.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use url::Url;

use super::{Secret, secret::HIDDEN};

/// Parameters of an address whose values may be shown. A database driver takes a password among them too.
const PUBLIC_PARAMETERS: [&str; 12] = [
    "sslmode",
    "sslrootcert",
    "sslcert",
    "sslkey",
    "host",
    "hostaddr",
    "port",
    "dbname",
    "db",
    "user",
    "application_name",
    "options",
];

fn is_public(parameter: &str) -> bool {
    PUBLIC_PARAMETERS.contains(&parameter) || parameter.starts_with("options[")
}

/// The address of a service. Whatever prints it (`Display`, `Debug`, JSON) hides its password; what connects with it says
/// [`ServiceUrl::expose`].
///
/// It is read without judging it, so that no parser of a file quotes it in a message; [`ServiceUrl::check`] judges it.
#[derive(Clone, PartialEq, Eq)]
pub struct ServiceUrl(Secret);

impl ServiceUrl {
    /// An address as typed.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(Secret::new(text))
    }

    /// The address with its secrets, for the client that connects.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// Does it hold a password? Such an address must not be typed as an argument: every process on the machine reads those.
    #[must_use]
    pub fn has_password(&self) -> bool {
        Url::parse(self.expose())
            .is_ok_and(|url| url.password().is_some() || url.query_pairs().any(|(name, _)| !is_public(&name)))
    }

    /// The same address with a password that was kept elsewhere.
    ///
    /// # Errors
    /// When it is no address.
    pub fn with_password(&self, password: &SecretString) -> Result<Self, AddressError> {
        let mut url = Url::parse(self.expose()).map_err(AddressError::NoAddress)?;
        url.query_pairs_mut().append_pair("password", password.expose_secret());
        Ok(Self::new(url.as_str()))
    }

    /// Is it an address with one of these schemes and a host?
    ///
    /// # Errors
    /// What is wrong with it, without the address.
    pub fn check(&self, schemes: &[&'static str]) -> Result<Url, AddressError> {
        let url = Url::parse(self.expose()).map_err(AddressError::NoAddress)?;
        if !schemes.contains(&url.scheme()) {
            return Err(AddressError::Scheme(schemes.join(":// or ")));
        }
        Ok(url)
    }
}

/// What is wrong with the address of a service. It never quotes the address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It does not parse.
    #[error("not an address; characters such as @ : / in a password must be percent-encoded")]
    NoAddress(#[source] url::ParseError),
    /// It belongs to another kind of service.
    #[error("it must begin with {0}://")]
    Scheme(String),
    /// It has parts that such an address has not.
    #[error(
        "it should look like postgres://user@host/database; characters such as @ : / # in a password must be percent-encoded"
    )]
    Shape,
    /// It has a parameter that would be passed over.
    #[error("it has a parameter, or a value of one, that is not known; known are {0}")]
    Parameter(String),
}

impl fmt::Display for ServiceUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What does not parse may be a password in the wrong place.
        let mut url = match Url::parse(self.expose()) {
            Ok(url) if !url.cannot_be_a_base() => url,
            _ => return f.write_str(HIDDEN),
        };
        if url.password().is_some() && url.set_password(Some(HIDDEN)).is_err() {
            return f.write_str(HIDDEN);
        }
        let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        if !pairs.is_empty() {
            let shown = pairs.iter().map(|(name, value)| {
                let shown = if is_public(name) { value.as_str() } else { HIDDEN };
                (name.as_str(), shown)
            });
            url.query_pairs_mut().clear().extend_pairs(shown);
        }
        url.set_fragment(None);
        f.write_str(url.as_str())
    }
}

impl fmt::Debug for ServiceUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ServiceUrl({self})")
    }
}

impl Serialize for ServiceUrl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ServiceUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::new(&String::deserialize(deserializer)?))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn hides_passwords_wherever_they_stand() {
        let shown = |text: &str| ServiceUrl::new(text).to_string();
        assert_eq!(
            shown("postgres://me:hunter2@db.example/live?sslmode=require"),
            "postgres://me:***@db.example/live?sslmode=require"
        );
        assert_eq!(shown("redis://:hunter2@cache:6379/0"), "redis://:***@cache:6379/0");
        assert!(!shown("postgres://db/live?user=me&password=hunter2").contains("hunter2"));
        assert_eq!(shown("me:hunter2@db example"), "***");
        assert_eq!(shown("http://mlflow:5000/#hunter2"), "http://mlflow:5000/");
    }

    #[test]
    fn says_what_is_wrong_without_quoting_it() {
        let said = |text: &str| {
            ServiceUrl::new(text)
                .check(&["redis", "rediss"])
                .unwrap_err()
                .to_string()
        };
        assert_eq!(
            said("http://:hunter2@cache"),
            "it must begin with redis:// or rediss://"
        );
        assert!(!said("hunter2 @ cache").contains("hunter2"));
    }

    proptest! {
        #[test]
        fn nothing_printed_holds_the_password(password in "[a-z0-9]{8,20}", host in "[a-z]{1,7}") {
            let url = ServiceUrl::new(&format!("postgres://u:{password}@{host}/d"));
            prop_assert!(url.has_password());
            let json = serde_json::to_string(&url).unwrap();
            let printed = format!("{url} {url:?} {json}");
            prop_assert!(!printed.contains(&password));
        }
    }
}
