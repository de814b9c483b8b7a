use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::engine::{Fetched, SectionState};

/// How far what is told can be believed.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::server) struct Reading {
    /// `fresh`, `stale`, `failed`, `empty` or `loading`.
    #[schema(value_type = String)]
    state: SectionState,
    /// When it was read.
    as_of: Option<DateTime<Utc>>,
    /// Why the last look failed.
    error: Option<String>,
    /// When it is tried again.
    next_attempt: Option<DateTime<Utc>>,
}

impl<T> From<&Fetched<T>> for Reading {
    fn from(section: &Fetched<T>) -> Self {
        Self {
            state: section.state,
            as_of: section.as_of,
            error: section.error.as_ref().map(ToString::to_string),
            next_attempt: section.next_attempt,
        }
    }
}
