//! HTTP to MLflow: one request, one judged answer.

mod answer;

use std::time::Duration;

use reqwest::{
    Method, RequestBuilder,
    header::{CONTENT_TYPE, HeaderValue},
    redirect,
};
use serde::{Serialize, de::DeserializeOwned};
use url::Url;

use answer::Answer;

use super::MlflowError;
use crate::config::Credentials;

/// A server that is up accepts within this.
const CONNECT: Duration = Duration::from_secs(3);
/// A batch of 1,000 metrics takes 0.2 s; a busy server takes its time.
pub(super) const REQUEST: Duration = Duration::from_secs(20);

/// Talks to one server. Clones share its connections.
#[derive(Debug, Clone)]
pub(super) struct Client {
    http: reqwest::Client,
    base: Url,
    credentials: Credentials,
    limit: Duration,
}

impl Client {
    pub(super) fn new(base: Url, credentials: Credentials) -> Result<Self, MlflowError> {
        let http = crate::http_client()
            .connect_timeout(CONNECT)
            // A redirected POST would arrive as a GET without its body; the answer names the right address instead.
            .redirect(redirect::Policy::none())
            .build()
            .map_err(MlflowError::Client)?;
        Ok(Self {
            http,
            base,
            credentials,
            limit: REQUEST,
        })
    }

    /// The same with another time-out for a request as a whole.
    pub(super) fn within(&self, limit: Duration) -> Self {
        Self { limit, ..self.clone() }
    }

    /// Where the server is; addresses hold no secret.
    pub(super) fn location(&self) -> String {
        self.base.as_str().trim_end_matches('/').to_owned()
    }

    /// The server runs on this machine.
    pub(super) fn is_local(&self) -> bool {
        match self.base.host() {
            Some(url::Host::Domain(name)) => name == "localhost",
            Some(url::Host::Ipv4(address)) => address.is_loopback(),
            Some(url::Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        }
    }

    /// An answer that no MLflow gives.
    pub(super) fn not_mlflow(&self, answer: &Answer) -> MlflowError {
        answer.not_mlflow(&self.base)
    }

    /// `GET path`, as text.
    pub(super) async fn text(&self, doing: &'static str, path: &str) -> Result<Answer, MlflowError> {
        self.send(doing, self.request(Method::GET, path)).await
    }

    /// A call that reads.
    pub(super) async fn get<A: DeserializeOwned>(
        &self,
        doing: &'static str,
        call: &str,
        query: &[(&str, &str)],
    ) -> Result<A, MlflowError> {
        let request = self.request(Method::GET, &api(call)).query(query);
        self.send(doing, request).await?.json(doing, &self.location())
    }

    /// A call that writes, or that asks with a body.
    pub(super) async fn post<B: Serialize + Sync, A: DeserializeOwned>(
        &self,
        doing: &'static str,
        call: &str,
        body: &B,
    ) -> Result<A, MlflowError> {
        let request = self.request(Method::POST, &api(call)).json(body);
        self.send(doing, request).await?.json(doing, &self.location())
    }

    /// A call that removes.
    pub(super) async fn delete<B: Serialize + Sync>(
        &self,
        doing: &'static str,
        call: &str,
        body: &B,
    ) -> Result<(), MlflowError> {
        self.send(doing, self.request(Method::DELETE, &api(call)).json(body))
            .await?;
        Ok(())
    }

    /// Writes a file through the server.
    pub(super) async fn put(
        &self,
        doing: &'static str,
        path: &str,
        content_type: &str,
        body: String,
    ) -> Result<(), MlflowError> {
        let content_type = HeaderValue::from_str(content_type)
            .unwrap_or_else(|_no_header| HeaderValue::from_static("application/octet-stream"));
        let request = self
            .request(Method::PUT, path)
            .header(CONTENT_TYPE, content_type)
            .body(body);
        self.send(doing, request).await?;
        Ok(())
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let mut url = self.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path.split('/'));
        }
        let request = self.http.request(method, url).timeout(self.limit);
        match &self.credentials {
            Credentials::None => request,
            Credentials::Basic { username, password } => request.basic_auth(username, Some(password.expose())),
            Credentials::Bearer(token) => request.bearer_auth(token.expose()),
        }
    }

    async fn send(&self, doing: &'static str, request: RequestBuilder) -> Result<Answer, MlflowError> {
        let answer = async { Answer::read(request.send().await?).await };
        let answer = answer.await.map_err(|error| self.silence(error))?;
        answer.judge(doing, &self.base)
    }

    fn silence(&self, error: reqwest::Error) -> MlflowError {
        let location = self.location();
        if error.is_timeout() && !error.is_connect() {
            let limit = self.limit;
            return MlflowError::Late { location, limit };
        }
        let source = error.without_url();
        MlflowError::Unreachable { location, source }
    }
}

fn api(call: &str) -> String {
    format!("api/2.0/mlflow/{call}")
}
