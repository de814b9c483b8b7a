//! A password or a token.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// What stands where a secret was.
pub(super) const HIDDEN: &str = "***";

/// A password or a token. Whatever prints it (`Debug`, JSON, TOML) hides it; what sends it says [`Secret::expose`].
#[derive(Clone)]
pub struct Secret(SecretString);

impl Secret {
    /// Takes a secret as typed; blanks around it, such as the line end of a file, are dropped.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(SecretString::from(text.trim()))
    }

    /// The secret itself, for the client that sends it.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// Nothing was typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.expose().is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({HIDDEN})")
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }
}

impl Eq for Secret {}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(HIDDEN)
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // The parser's own message would quote a number that was meant as a password.
        String::deserialize(deserializer)
            .map(|text| Self::new(&text))
            .map_err(|_quotes_the_secret| D::Error::custom("a secret is text between quotes"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_never_printed() {
        let secret = Secret::new(" hunter2\n");
        assert_eq!(secret.expose(), "hunter2");
        let printed = format!("{secret:?} {}", serde_json::to_string(&secret).unwrap());
        assert!(!printed.contains("hunter2"), "{printed}");
        let message = toml::from_str::<std::collections::BTreeMap<String, Secret>>("token = 12345678")
            .unwrap_err()
            .message()
            .to_owned();
        assert!(!message.contains("12345678"), "{message}");
    }
}
