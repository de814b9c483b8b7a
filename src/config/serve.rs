//! `[serve]`: the HTTP API.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
};

use serde::{Deserialize, Serialize};

use super::{Secret, SecretFileError, secret_file::secret};

/// `[serve]` of the configuration file, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct ServeTable {
    /// Address and port to listen on. One that other machines reach needs a token.
    pub listen: SocketAddr,
    /// Bearer token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<Secret>,
    /// A file that holds the token alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_file: Option<PathBuf>,
    /// Connections at a time, 1 to 65536; more are turned away.
    pub connections: usize,
    /// Requests at a time, 1 to 4096; more are turned away.
    pub requests: usize,
    /// Seconds that a request may take, 1 to 600, and its header.
    pub timeout_seconds: u64,
}

impl Default for ServeTable {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 9247)),
            token: None,
            token_file: None,
            connections: 4096,
            requests: 64,
            timeout_seconds: 10,
        }
    }
}

/// How the HTTP API is served.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Serve {
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// Who has it may write, and read from other machines.
    pub token: Option<Secret>,
    /// Connections at a time.
    pub connections: usize,
    /// Requests at a time.
    pub requests: usize,
    /// Seconds that a request may take.
    pub timeout_seconds: u64,
}

/// Why an API cannot be served as configured.
#[derive(Debug, thiserror::Error)]
pub enum ServeConfigError {
    /// The token.
    #[error(transparent)]
    Token(#[from] SecretFileError),
    /// A token that can be guessed.
    #[error("the token of [serve] has {length} characters: {least} or more, such as of `openssl rand -hex 32`")]
    Short {
        /// What it has.
        length: usize,
        /// What it needs.
        least: usize,
    },
    /// Anybody could read.
    #[error(
        "{0} can be reached from other machines and there is no token: set token-file of [serve] or TOUCHLINE_SERVE_TOKEN, or listen on 127.0.0.1"
    )]
    Exposed(SocketAddr),
}

/// A token is no password of a person: it is drawn by a machine.
const LEAST_TOKEN: usize = 16;

impl ServeTable {
    /// Puts the variable `TOUCHLINE_SERVE_TOKEN` over the table.
    #[must_use]
    pub fn with_token(self, token: Option<Secret>) -> Self {
        match token {
            Some(_) => Self {
                token,
                token_file: None,
                ..self
            },
            None => self,
        }
    }

    /// What is needed to serve. The token's file is read here and not with the other settings: who opens the monitor need
    /// not be allowed to read it.
    ///
    /// # Errors
    /// When the token's file cannot be read, or the token is short.
    pub fn resolve(self) -> Result<Serve, ServeConfigError> {
        let token = secret("[serve]", "token", self.token, self.token_file.as_deref())?;
        let length = token
            .as_ref()
            .map_or(LEAST_TOKEN, |token| token.expose().chars().count());
        if length < LEAST_TOKEN {
            return Err(ServeConfigError::Short {
                length,
                least: LEAST_TOKEN,
            });
        }
        Ok(Serve {
            listen: self.listen,
            token,
            connections: self.connections,
            requests: self.requests,
            timeout_seconds: self.timeout_seconds,
        })
    }
}

impl Serve {
    /// Other machines can reach it.
    #[must_use]
    pub const fn is_exposed(&self) -> bool {
        !self.listen.ip().is_loopback()
    }

    /// Refuses to serve everybody without a token.
    ///
    /// # Errors
    /// When other machines could read without one.
    pub const fn check(&self) -> Result<(), ServeConfigError> {
        if self.is_exposed() && self.token.is_none() {
            return Err(ServeConfigError::Exposed(self.listen));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_machines_need_a_token() {
        let at = |listen: &str, token: Option<&str>| {
            let table = ServeTable {
                listen: listen.parse().unwrap(),
                ..ServeTable::default()
            };
            table
                .with_token(token.map(Secret::new))
                .resolve()
                .unwrap()
                .check()
                .is_ok()
        };
        assert!(at("127.0.0.1:0", None) && at("[::1]:80", None) && at("127.9.9.9:1", None));
        assert!(!at("0.0.0.0:80", None) && !at("[::]:80", None) && !at("10.0.0.7:80", None));
        assert!(at("0.0.0.0:80", Some("correct-horse-battery")));
    }

    #[test]
    fn a_token_that_can_be_guessed_is_refused_and_not_told() {
        let error = ServeTable::default()
            .with_token(Some(Secret::new("hunter2")))
            .resolve()
            .unwrap_err();
        let said = error.to_string();
        assert!(said.contains("7 characters") && !said.contains("hunter2"), "{said}");
    }
}
