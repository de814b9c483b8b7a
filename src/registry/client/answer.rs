//! What a server answered, and what that means.

use reqwest::{
    Response, StatusCode,
    header::{CONTENT_TYPE, HeaderMap, HeaderName, LOCATION, SERVER},
};
use serde::{Deserialize, de::DeserializeOwned};
use url::Url;

use crate::{domain::SafeText, registry::MlflowError};

/// No answer that we ask for comes near it; what does is no MLflow.
const LONGEST: usize = 8 << 20;
/// Of what a server says in an error.
const QUOTED: usize = 240;

/// What a server answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::registry) struct Answer {
    pub(super) status: StatusCode,
    pub(super) content_type: String,
    /// What the server calls itself.
    pub(super) server: Option<String>,
    /// Where it redirects to.
    pub(super) redirect: Option<String>,
    pub(in crate::registry) body: String,
}

/// How MLflow says no.
#[derive(Debug, Deserialize)]
struct Complaint {
    error_code: String,
    #[serde(default)]
    message: String,
}

impl Answer {
    pub(super) async fn read(mut response: Response) -> Result<Self, reqwest::Error> {
        let status = response.status();
        let [content_type, server, redirect] =
            [CONTENT_TYPE, SERVER, LOCATION].map(|name| header(response.headers(), &name));
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            body.extend_from_slice(&chunk);
            if body.len() > LONGEST {
                body.truncate(LONGEST);
                break;
            }
        }
        Ok(Self {
            status,
            content_type: content_type.unwrap_or_default(),
            server,
            redirect,
            body: String::from_utf8_lossy(&body).into_owned(),
        })
    }

    /// A success, or what went wrong.
    pub(super) fn judge(self, doing: &'static str, base: &Url) -> Result<Self, MlflowError> {
        if self.status.is_success() {
            return Ok(self);
        }
        Err(match self.status {
            StatusCode::UNAUTHORIZED => MlflowError::Unauthorized,
            StatusCode::FORBIDDEN => self.forbidden(doing, base),
            StatusCode::REQUEST_TIMEOUT
            | StatusCode::CONFLICT
            | StatusCode::TOO_EARLY
            | StatusCode::TOO_MANY_REQUESTS => self.failing(doing),
            status if status.is_server_error() => self.failing(doing),
            status => match self.complaint() {
                Some(complaint) => MlflowError::Refused {
                    doing,
                    code: cut(&complaint.error_code),
                    said: cut(&complaint.message),
                },
                // A proxy on the way sets limits of its own; the body of a step does not get smaller.
                None if status == StatusCode::PAYLOAD_TOO_LARGE => MlflowError::Refused {
                    doing,
                    code: "HTTP 413".to_owned(),
                    said: "the request is too large for a proxy on the way".to_owned(),
                },
                None => self.not_mlflow(base),
            },
        })
    }

    /// Its JSON; an empty body is an empty object.
    pub(super) fn json<A: DeserializeOwned>(&self, doing: &'static str, location: &str) -> Result<A, MlflowError> {
        let body = if self.body.trim().is_empty() { "{}" } else { &self.body };
        serde_json::from_str(body).map_err(|error| MlflowError::NotMlflow {
            location: location.to_owned(),
            found: format!("asked to {doing} it sent {}: {error}", self.kind()),
        })
    }

    /// MLflow says 403 for three reasons, and its security layer says two of them as plain text.
    fn forbidden(&self, doing: &'static str, base: &Url) -> MlflowError {
        if self.body.starts_with("Invalid Host header") {
            let host = base.host_str().unwrap_or_default();
            let host = base
                .port()
                .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
            return MlflowError::HostRefused { host };
        }
        if self.body.starts_with("Cross-origin request blocked") {
            return MlflowError::OriginRefused;
        }
        match self.complaint() {
            Some(complaint) => MlflowError::Forbidden {
                doing,
                said: cut(&complaint.message),
            },
            None if self.body.trim() == "Permission denied" => MlflowError::Forbidden {
                doing,
                said: "Permission denied".to_owned(),
            },
            None => self.not_mlflow(base),
        }
    }

    fn failing(&self, doing: &'static str) -> MlflowError {
        let said = match self.complaint() {
            Some(complaint) => cut(&complaint.message),
            None if self.body.trim().is_empty() || self.body.trim_start().starts_with('<') => self.kind(),
            None => cut(&self.body),
        };
        MlflowError::Failing {
            doing,
            status: self.status.as_u16(),
            said,
        }
    }

    pub(super) fn not_mlflow(&self, base: &Url) -> MlflowError {
        MlflowError::NotMlflow {
            location: base.as_str().trim_end_matches('/').to_owned(),
            found: self.kind(),
        }
    }

    fn complaint(&self) -> Option<Complaint> {
        serde_json::from_str(&self.body).ok()
    }

    /// In a few words, what kind of answer this is.
    fn kind(&self) -> String {
        let mut words = vec![format!("HTTP {}", self.status.as_u16())];
        if let Some(to) = &self.redirect {
            // Its query may hold a ticket of a login.
            words.push(format!(
                "redirects to {}",
                cut(to.split('?').next().unwrap_or_default())
            ));
        } else if !self.content_type.is_empty() {
            words.push(cut(&self.content_type));
        }
        if let Some(server) = &self.server {
            words.push(format!("server {}", cut(server)));
        }
        words.join(", ")
    }
}

fn header(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

fn cut(text: &str) -> String {
    SafeText::new(text).as_str().chars().take(QUOTED).collect()
}

#[cfg(test)]
mod tests;
