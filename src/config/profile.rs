//! `[profiles.NAME]`: one place that is operated.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::{DatabaseAddress, MlflowTable, ServiceUrl};

/// The profile that is used where none is named.
pub const DEFAULT_PROFILE: &str = "default";

/// `[profiles.NAME]` of the configuration file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Profile {
    /// A SQLite file or the address of a PostgreSQL server; none is the file `NAME.db` in the data folder of XDG.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database: Option<DatabaseAddress>,
    /// A file, for its owner only, with the password that belongs to `database`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password_file: Option<PathBuf>,
    /// The Redis that keeps the online features, `redis://` or `rediss://`; none keeps them in the memory of each process.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redis: Option<ServiceUrl>,
    /// Dangerous actions ask for the typed name of their target.
    pub production: bool,
    /// Actions are not offered.
    pub read_only: bool,
    /// The MLflow server that mirrors the registry.
    pub mlflow: MlflowTable,
}
