use std::time::Duration;

use reqwest::{Response, StatusCode, redirect};

use crate::{
    config::{Secret, Webhook},
    retry_after::retry_after,
    training::Clock,
};

/// A receiver that is up accepts within this.
const CONNECT: Duration = Duration::from_secs(3);
/// And answers within this.
const REQUEST: Duration = Duration::from_secs(10);

/// Who is told of alerts.
#[derive(Debug)]
pub(super) struct Receiver {
    http: reqwest::Client,
    url: url::Url,
    token: Option<Secret>,
}

/// Why a receiver was not told. Its address may hold a secret in its path and is left out.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refused {
    pub(super) why: String,
    /// The receiver asks for so long a pause.
    pub(super) pause: Option<Duration>,
}

impl Receiver {
    pub(super) fn new(webhook: &Webhook) -> reqwest::Result<Self> {
        let http = crate::http_client()
            .connect_timeout(CONNECT)
            .timeout(REQUEST)
            // A redirected POST would arrive as a GET without its body.
            .redirect(redirect::Policy::none())
            .build()?;
        Ok(Self {
            http,
            url: webhook.url.clone(),
            token: webhook.token.clone(),
        })
    }

    /// Posts a body; the receiver has it when it answers with a status of 200 to 299.
    pub(super) async fn tell(&self, body: &serde_json::Value) -> Result<(), Refused> {
        let mut request = self.http.post(self.url.clone()).json(body);
        if let Some(token) = &self.token {
            request = request.bearer_auth(token.expose());
        }
        match request.send().await {
            Ok(response) if response.status().is_success() => Ok(()),
            Ok(response) => Err(refused(&response)),
            Err(error) => Err(Refused {
                why: unreachable(&error).to_owned(),
                pause: None,
            }),
        }
    }
}

fn unreachable(error: &reqwest::Error) -> &'static str {
    if error.is_timeout() {
        "the receiver of alerts does not answer in time"
    } else if error.is_connect() {
        "the receiver of alerts cannot be reached: is it running, and are the address and the network right?"
    } else {
        "the receiver of alerts broke the connection off"
    }
}

fn refused(response: &Response) -> Refused {
    let status = response.status();
    let advice = match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => ": check the token of [alerts]",
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => ": check the webhook of [alerts]",
        status if status.is_redirection() => ": it has moved, and is not followed; check the webhook of [alerts]",
        _ => "",
    };
    let now = Clock::wall();
    let until = retry_after(response.headers(), now);
    Refused {
        why: format!("the receiver of alerts answers {status}{advice}"),
        pause: until.and_then(|until| (until - now).to_std().ok()),
    }
}
