//! Settings, layered and validated: flags over environment over file over defaults.

mod database;
mod engine;
mod error;
mod freshness;
mod load;
mod log;
mod mlflow;
mod monitor;
mod password_file;
mod paths;
mod profile;
mod schedule;
mod secret;
mod service_url;
mod sources;
mod training;
mod validate;

pub use database::DatabaseAddress;
pub use engine::Engine;
pub use error::ConfigError;
pub use freshness::Freshness;
pub use load::{Overrides, Settings};
pub use log::{Log, LogLevel};
pub use mlflow::{Credentials, Mlflow, MlflowConfigError, MlflowTable, MlflowVariables};
pub use monitor::{ColorMode, Monitor, ThemeName};
pub use password_file::PasswordFileError;
pub use paths::{PathsError, default_config_file, default_database, default_log_folder};
pub use profile::{DEFAULT_PROFILE, Profile};
pub use schedule::{Recurrence, RecurrenceError, Schedule, TimeZone, TimeZoneError};
pub use secret::Secret;
pub use service_url::{AddressError, ServiceUrl};
pub use sources::Sources;
pub use training::Training;
