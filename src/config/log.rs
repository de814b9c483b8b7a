//! `[log]`: our own log lines.

use std::path::PathBuf;

use serde::{Deserialize, Deserializer, Serialize, de};

/// `[log]` of the configuration file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Log {
    /// Folder of the log files; none is the state folder of XDG.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub folder: Option<PathBuf>,
    /// Least level that is kept.
    pub level: LogLevel,
    /// Days that log files are kept.
    pub keep_days: u16,
    /// Files of other programs that the monitor shows among its own lines, by absolute paths.
    #[serde(deserialize_with = "absolute_paths")]
    pub follow: Vec<PathBuf>,
}

/// More files than this are a job for a log store.
const MOST_FOLLOWED: usize = 16;

/// A relative path would mean another file in every folder that the monitor is started from.
fn absolute_paths<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<PathBuf>, D::Error> {
    let paths = Vec::<PathBuf>::deserialize(deserializer)?;
    if paths.len() > MOST_FOLLOWED {
        return Err(de::Error::custom(format!(
            "at most {MOST_FOLLOWED} files can be followed"
        )));
    }
    match paths.iter().find(|path| !path.is_absolute()) {
        None => Ok(paths),
        Some(path) => Err(de::Error::custom(format!(
            "{} is no absolute path: begin it with /",
            path.display()
        ))),
    }
}

impl Default for Log {
    fn default() -> Self {
        Self {
            folder: None,
            level: LogLevel::Info,
            keep_days: 14,
            follow: Vec::new(),
        }
    }
}

/// Least level that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LogLevel {
    /// Failures.
    Error,
    /// Failures and what may become one.
    Warn,
    /// What an operator wants to know.
    Info,
    /// What a developer wants to know.
    Debug,
    /// Everything.
    Trace,
}

impl LogLevel {
    /// As a filter directive.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warn => "warn",
            Self::Info => "info",
            Self::Debug => "debug",
            Self::Trace => "trace",
        }
    }
}
