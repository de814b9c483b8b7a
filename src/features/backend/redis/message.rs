//! What a failure of Redis means, in words that help and hold no secret.

use std::{fmt, time::Duration};

use redis::{ErrorKind, IntoConnectionInfo, RedisError};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::{config::ServiceUrl, domain::with_causes, features::FeatureError};

/// Where Redis is.
pub(super) struct Address {
    shown: String,
    is_encrypted: bool,
    /// As typed and as sent: a server may say them back.
    secrets: Vec<SecretString>,
}

impl Address {
    pub(super) fn new(url: &ServiceUrl) -> Self {
        let typed = Url::parse(url.expose()).ok();
        let typed = typed.as_ref().and_then(Url::password).map(str::to_owned);
        let client = url.expose().into_connection_info().ok();
        let sent = client.and_then(|client| client.redis_settings().password().map(str::to_owned));
        let secrets = typed.into_iter().chain(sent).filter(|secret| !secret.is_empty());
        Self {
            shown: url.to_string(),
            is_encrypted: url.expose().starts_with("rediss:"),
            secrets: secrets.map(SecretString::from).collect(),
        }
    }

    pub(super) fn unusable(&self, error: &dyn std::error::Error) -> FeatureError {
        FeatureError::Address {
            address: self.shown.clone(),
            cause: self.without_secrets(&with_causes(error)),
        }
    }

    /// A server without TLS takes the greeting of an encrypted connection for half a command, and waits for its end.
    pub(super) fn silent(&self, limit: Duration) -> FeatureError {
        let address = self.shown.clone();
        if self.is_encrypted {
            let cause = format!("no answer within {} ms", limit.as_millis());
            return FeatureError::Tls { address, cause };
        }
        FeatureError::Silent { address, limit }
    }

    /// What a failure of the client means.
    pub(super) fn explain(&self, error: &RedisError, limit: Duration) -> FeatureError {
        let address = self.shown.clone();
        match error.kind() {
            ErrorKind::AuthenticationFailed => FeatureError::Password {
                address,
                found: "refuses the password",
            },
            ErrorKind::Parse | ErrorKind::UnexpectedReturnType | ErrorKind::RESP3NotSupported => {
                FeatureError::OtherServer { address }
            }
            ErrorKind::Io if error.is_connection_refusal() => FeatureError::Unreachable {
                address,
                cause: "the connection was refused".to_owned(),
            },
            ErrorKind::Io if error.is_timeout() => self.silent(limit),
            ErrorKind::Io if self.is_encrypted => FeatureError::Tls {
                address,
                cause: self.without_secrets(&with_causes(error)),
            },
            ErrorKind::Io => FeatureError::Unreachable {
                address,
                cause: self.without_secrets(&with_causes(error)),
            },
            _ => match code(error).as_deref() {
                Some("NOAUTH") => FeatureError::Password {
                    address,
                    found: "asks for a password",
                },
                Some("WRONGPASS") => FeatureError::Password {
                    address,
                    found: "refuses the password",
                },
                _ => FeatureError::Refused {
                    address,
                    cause: self.without_secrets(&with_causes(error)),
                },
            },
        }
    }

    fn without_secrets(&self, text: &str) -> String {
        self.secrets.iter().fold(text.to_owned(), |text, secret| {
            text.replace(secret.expose_secret(), "***")
        })
    }
}

/// The code of what Redis refused: of a pipeline, that of the first command.
fn code(error: &RedisError) -> Option<String> {
    let first = error.clone().into_server_errors()?.first().cloned();
    first.map(|(_, refused)| refused.code().to_owned())
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}
