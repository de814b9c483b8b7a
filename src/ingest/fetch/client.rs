//! One conditional request, one judged answer.

use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::{
    Response, StatusCode,
    header::{ETAG, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED},
    redirect,
};
use url::Url;

use super::{
    FetchError,
    body::{look, read},
};
use crate::{retry_after::retry_after, store::Download};

/// A server that is up accepts within this.
const CONNECT: Duration = Duration::from_secs(10);
/// A season file has moved from one address to another; it is not handed on more often.
const REDIRECTS: usize = 5;

/// What a server said of a file.
#[derive(Debug)]
pub(super) enum Answer {
    /// It is as it was.
    Unchanged,
    /// It is not there.
    Missing(u16),
    /// All of it.
    Body(Body),
}

/// A file as it came, with what the next request names it by.
#[derive(Debug)]
pub(super) struct Body {
    pub(super) bytes: Vec<u8>,
    pub(super) etag: Option<String>,
    pub(super) last_modified: Option<String>,
}

/// Asks for files. Clones share its connections.
#[derive(Debug, Clone)]
pub(super) struct Client {
    http: reqwest::Client,
    limit: Duration,
}

impl Client {
    pub(super) fn new(limit: Duration) -> Result<Self, FetchError> {
        let http = crate::http_client()
            .connect_timeout(CONNECT.min(limit))
            .timeout(limit)
            .redirect(redirect::Policy::custom(follow))
            .referer(false)
            .build()
            .map_err(FetchError::Client)?;
        Ok(Self { http, limit })
    }

    /// Asks for a file, unless it is still the one that `known` names.
    pub(super) async fn get(
        &self,
        url: Url,
        known: Option<&Download>,
        now: DateTime<Utc>,
    ) -> Result<Answer, FetchError> {
        let request = self.http.get(url.clone()).headers(conditions(known));
        let url = url.to_string();
        let response = request.send().await.map_err(|error| self.silence(&url, error))?;
        let validator = |name: HeaderName| Some(response.headers().get(name)?.to_str().ok()?.to_owned());
        match response.status() {
            StatusCode::OK => {
                let (etag, last_modified) = (validator(ETAG), validator(LAST_MODIFIED));
                let bytes = read(response, &url, self.limit).await?;
                look(&bytes, &url)?;
                Ok(Answer::Body(Body {
                    bytes,
                    etag,
                    last_modified,
                }))
            }
            StatusCode::NOT_MODIFIED if known.is_some() => Ok(Answer::Unchanged),
            status @ (StatusCode::NOT_FOUND | StatusCode::GONE) => Ok(Answer::Missing(status.as_u16())),
            status => Err(refusal(status, &response, url, now)),
        }
    }

    fn silence(&self, url: &str, error: reqwest::Error) -> FetchError {
        let url = url.to_owned();
        if error.is_timeout() && !error.is_connect() {
            let limit = self.limit;
            return FetchError::Late { url, limit };
        }
        let is_redirect = error.is_redirect();
        // The address that it failed at may be another than the configured one, with a ticket of a login in it.
        let source = error.without_url();
        if is_redirect {
            FetchError::Redirects { url, source }
        } else {
            FetchError::Unreachable { url, source }
        }
    }
}

/// Follows a file that has moved, but not out of an encrypted connection.
fn follow(attempt: redirect::Attempt<'_>) -> redirect::Action {
    let before = attempt.previous();
    let times = before.len();
    let was_encrypted = before.last().is_some_and(|before| before.scheme() == "https");
    if was_encrypted && attempt.url().scheme() != "https" {
        attempt.error("from https to http")
    } else if times > REDIRECTS {
        attempt.error(format!("more than {REDIRECTS} redirects"))
    } else {
        attempt.follow()
    }
}

/// What the server gave to the file that is known. Both are sent: a server that knows entity tags passes over the date.
fn conditions(known: Option<&Download>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let mut condition = |name: HeaderName, value: Option<&String>| {
        if let Some(value) = value.and_then(|value| HeaderValue::from_str(value).ok()) {
            headers.insert(name, value);
        }
    };
    condition(IF_NONE_MATCH, known.and_then(|known| known.etag.as_ref()));
    condition(IF_MODIFIED_SINCE, known.and_then(|known| known.last_modified.as_ref()));
    headers
}

fn refusal(status: StatusCode, response: &Response, url: String, now: DateTime<Utc>) -> FetchError {
    let code = status.as_u16();
    match status {
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => FetchError::Pause {
            url,
            status: code,
            until: retry_after(response.headers(), now),
        },
        StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_EARLY => FetchError::Failing { url, status: code },
        status if status.is_server_error() => FetchError::Failing { url, status: code },
        _ => FetchError::Refused { url, status: code },
    }
}
