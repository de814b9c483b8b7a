//! Why a configuration cannot be used. No message quotes a value that may be a secret.

use std::path::PathBuf;

use super::{AddressError, MlflowConfigError, PasswordFileError, PathsError};

/// Why there are no settings.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file could not be read.
    #[error("cannot read the configuration {path}: check its name and its mode")]
    Read {
        /// Its path.
        path: PathBuf,
        /// The cause.
        #[source]
        source: std::io::Error,
    },
    /// It is not what a configuration file looks like. The line is named, not shown: it may hold a password.
    #[error("the configuration {path} has a mistake in line {line}: {what}; nothing of it was used")]
    Parse {
        /// Its path.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The mistake.
        what: String,
    },
    /// A value makes no sense.
    #[error("{key} = {value} in line {line} of the configuration {path}: {why}")]
    Value {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// Its key.
        key: &'static str,
        /// What it is.
        value: String,
        /// What it must be.
        why: &'static str,
    },
    /// The address of a service is none.
    #[error("the address `{key}` of the profile cannot be used")]
    Address {
        /// Its key.
        key: &'static str,
        /// The cause.
        #[source]
        source: AddressError,
    },
    /// A profile is named that is not there.
    #[error("there is no [profiles.{name}] in the configuration; it has: {known}")]
    NoProfile {
        /// The name.
        name: String,
        /// The names that there are.
        known: String,
    },
    /// The database's address makes no sense.
    #[error("the database in {whence} cannot be used")]
    Database {
        /// Where it was named.
        whence: String,
        /// What is wrong with it.
        #[source]
        source: AddressError,
    },
    /// The password of a profile's database could not be had.
    #[error("the password-file of [profiles.{profile}] cannot be used")]
    PasswordFile {
        /// The profile.
        profile: String,
        /// What is wrong with it.
        #[source]
        source: PasswordFileError,
    },
    /// The settings of MLflow make no sense.
    #[error("[profiles.{profile}.mlflow] in the configuration cannot be used")]
    Mlflow {
        /// The profile.
        profile: String,
        /// The cause.
        #[source]
        source: MlflowConfigError,
    },
    /// No home folder.
    #[error(transparent)]
    Paths(#[from] PathsError),
}
