//! What went wrong, as RFC 9457 has it. Nothing of the inside is told: causes go into the log.

use axum::{
    extract::rejection::{JsonRejection, QueryRejection},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    domain::with_causes,
    engine::{ActError, TeamError},
    store::StoreError,
};

/// What went wrong.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Problem {
    /// `about:blank`: the status says what kind of problem it is.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The status in words.
    title: &'static str,
    /// HTTP status.
    status: u16,
    /// What happened, and what to do.
    detail: String,
    #[serde(skip)]
    header: Option<(header::HeaderName, &'static str)>,
}

/// Seconds after which a busy or unreachable service may be asked again.
pub(super) const LATER: &str = "5";
pub(super) const MEDIA_TYPE: &str = "application/problem+json";

impl Problem {
    pub(super) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        let header = match status {
            StatusCode::UNAUTHORIZED => Some((header::WWW_AUTHENTICATE, "Bearer realm=\"touchline\"")),
            StatusCode::SERVICE_UNAVAILABLE => Some((header::RETRY_AFTER, LATER)),
            _ => None,
        };
        Self {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("problem"),
            status: status.as_u16(),
            detail: detail.into(),
            header,
        }
    }

    /// Its body.
    pub(super) fn to_json(&self) -> String {
        // Words and a number always have a form in JSON.
        serde_json::to_string(self).unwrap_or_default()
    }

    pub(super) fn not_found(detail: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    /// What was asked for cannot be meant.
    pub(super) fn unprocessable(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, detail)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, [(header::CONTENT_TYPE, MEDIA_TYPE)], self.to_json()).into_response();
        if let Some((name, value)) = self.header {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        response
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        tracing::warn!("a request could not be answered: {}", with_causes(&error));
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "the database could not be read")
    }
}

impl From<TeamError> for Problem {
    fn from(error: TeamError) -> Self {
        match error {
            TeamError::Unknown => Self::not_found("Team features not found"),
            TeamError::Ambiguous(_) => Self::new(StatusCode::CONFLICT, format!("{error}: add ?country=")),
            TeamError::Store(error) => error.into(),
        }
    }
}

impl From<ActError> for Problem {
    fn from(error: ActError) -> Self {
        let status = match error {
            ActError::ReadOnly(_) => StatusCode::FORBIDDEN,
            ActError::Refused(_) => StatusCode::CONFLICT,
            ActError::Failed(_) => {
                tracing::warn!("an action failed: {error}");
                return Self::new(
                    StatusCode::SERVICE_UNAVAILABLE,
                    "the database could not be written to; nothing was done",
                );
            }
        };
        Self::new(status, error.to_string())
    }
}

impl From<JsonRejection> for Problem {
    fn from(rejection: JsonRejection) -> Self {
        Self::new(rejection.status(), rejection.body_text())
    }
}

impl From<QueryRejection> for Problem {
    fn from(rejection: QueryRejection) -> Self {
        Self::new(rejection.status(), rejection.body_text())
    }
}
