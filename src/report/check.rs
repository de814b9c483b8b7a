//! Exit codes in the convention of monitoring plugins.

use crate::domain::OverallStatus;

/// What `check` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckStatus {
    /// Nothing is wrong.
    Ok,
    /// Something deserves a look.
    Warning,
    /// Something deserves an operator.
    Critical,
    /// Something could not be judged.
    Unknown,
}

impl CheckStatus {
    /// 0 ok, 1 warning, 2 critical, 3 unknown.
    #[must_use]
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Ok => 0,
            Self::Warning => 1,
            Self::Critical => 2,
            Self::Unknown => 3,
        }
    }

    /// The word in front of the sentence.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "OK",
            Self::Warning => "WARNING",
            Self::Critical => "CRITICAL",
            Self::Unknown => "UNKNOWN",
        }
    }
}

impl From<OverallStatus> for CheckStatus {
    fn from(overall: OverallStatus) -> Self {
        match overall {
            OverallStatus::Ok => Self::Ok,
            OverallStatus::Watch => Self::Warning,
            OverallStatus::Degraded => Self::Critical,
            OverallStatus::Unknown => Self::Unknown,
        }
    }
}
