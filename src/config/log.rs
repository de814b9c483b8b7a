//! `[log]`: our own log lines.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

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
}

impl Default for Log {
    fn default() -> Self {
        Self {
            folder: None,
            level: LogLevel::Info,
            keep_days: 14,
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
