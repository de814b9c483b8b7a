//! `[profiles.NAME]`: one place that is operated.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::{DatabaseAddress, MlflowTable, ServiceUrl, default_database};

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

/// What a list of profiles tells of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileSummary {
    /// Its name.
    pub name: String,
    /// Where its database is, without secrets.
    pub database: String,
    /// Dangerous actions ask for the typed name of their target.
    pub production: bool,
    /// Actions are not offered.
    pub read_only: bool,
}

impl ProfileSummary {
    pub(super) fn new(name: &str, profile: &Profile) -> Self {
        let database = match &profile.database {
            Some(address) => address.to_string(),
            None => default_database(name).map_or_else(|error| error.to_string(), |path| path.display().to_string()),
        };
        Self {
            name: name.to_owned(),
            database,
            production: profile.production,
            read_only: profile.read_only,
        }
    }
}
