//! `[profiles.NAME]`: one place that is operated.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::MlflowTable;

/// The profile that is used where none is named.
pub const DEFAULT_PROFILE: &str = "default";

/// `[profiles.NAME]` of the configuration file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Profile {
    /// The SQLite file; none is `NAME.db` in the data folder of XDG.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database: Option<PathBuf>,
    /// Dangerous actions ask for the typed name of their target.
    pub production: bool,
    /// Actions are not offered.
    pub read_only: bool,
    /// The MLflow server that mirrors the registry.
    pub mlflow: MlflowTable,
}
