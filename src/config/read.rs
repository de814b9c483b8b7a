//! The configuration file, as it is written.

use std::{collections::BTreeMap, fs, io::ErrorKind, path::Path};

use serde::{Deserialize, Serialize};

use super::{
    AlertsTable, ConfigError, Engine, Freshness, Log, Monitor, Profile, Schedule, ServeTable, Sources, Training,
    place::{key_at, line_at, line_of},
    validate::{Nonsense, validate},
};

/// The configuration file.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(super) struct File {
    pub(super) profile: Option<String>,
    pub(super) engine: Engine,
    pub(super) monitor: Monitor,
    pub(super) training: Training,
    pub(super) schedule: Schedule,
    pub(super) freshness: Freshness,
    pub(super) sources: Sources,
    pub(super) serve: ServeTable,
    pub(super) alerts: AlertsTable,
    pub(super) log: Log,
    pub(super) profiles: BTreeMap<String, Profile>,
}

pub(super) fn read(path: &Path) -> Result<File, ConfigError> {
    let text = fs::read_to_string(path).map_err(|source| ConfigError::Read {
        path: path.to_owned(),
        source,
    })?;
    parse(&text, path)
}

pub(super) fn read_if_there(path: &Path) -> Result<File, ConfigError> {
    match read(path) {
        Err(ConfigError::Read { source, .. }) if source.kind() == ErrorKind::NotFound => Ok(File::default()),
        other => other,
    }
}

/// Reads a text whole and judges it whole: of a file with a mistake nothing is used.
pub(super) fn parse(text: &str, path: &Path) -> Result<File, ConfigError> {
    let file: File = toml::from_str(text).map_err(|error| mistake(text, path, &error))?;
    validate(&file).map_err(|Nonsense { key, value, why }| ConfigError::Value {
        path: path.to_owned(),
        line: line_of(text, key).unwrap_or(1),
        key,
        value,
        why,
    })?;
    Ok(file)
}

fn mistake(text: &str, path: &Path, error: &toml::de::Error) -> ConfigError {
    let at = error.span().map(|span| span.start);
    let key = at.and_then(|at| key_at(text, at));
    let key = key.map_or_else(String::new, |key| format!(" ({key})"));
    ConfigError::Parse {
        path: path.to_owned(),
        line: at.map_or(1, |at| line_at(text, at)),
        what: format!("{}{key}", error.message()),
    }
}
