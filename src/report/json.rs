//! The contract of `status --json`.

use crate::engine::Snapshot;

/// A snapshot as JSON, indented.
///
/// # Errors
/// When a value has no form in JSON, which none of a snapshot's has.
pub fn to_json(snapshot: &Snapshot) -> serde_json::Result<String> {
    serde_json::to_string_pretty(snapshot)
}
