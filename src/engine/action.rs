//! What an operator can do through the engine.

use crate::domain::{LeagueCode, ModelVersion, SafeText};

/// What an operator can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Queue a training of all leagues, or refit one of them.
    Retrain {
        /// The only league to refit; none is all leagues.
        league: Option<LeagueCode>,
    },
    /// Stop a run that waits or runs.
    Cancel {
        /// Its number.
        run: i64,
    },
    /// Serve this version from now on.
    Promote {
        /// The version.
        version: ModelVersion,
        /// The champion that the operator saw; where it is another by now, nothing is done.
        over: Option<ModelVersion>,
        /// Why, in the operator's words.
        reason: Option<SafeText>,
    },
    /// Serve the champion before this one again.
    RollBack {
        /// The champion that the operator saw; where it is another by now, nothing is done.
        from: ModelVersion,
        /// Why, in the operator's words.
        reason: Option<SafeText>,
    },
    /// Let nobody but a person change the champion.
    Freeze {
        /// Why, in the operator's words.
        reason: SafeText,
    },
    /// Let gates change the champion again.
    Thaw,
    /// Take over what a file tells against the store: its held differences.
    AcceptHeld {
        /// The file, by the name under which it is held.
        file: SafeText,
    },
    /// Say that an alert has been seen. It stays in the list, and no longer leads the headline.
    Acknowledge {
        /// Its rule, with its subject.
        rule: SafeText,
    },
    /// Tell nobody of an alert for a while.
    Silence {
        /// Its rule, with its subject, or without: then of all its subjects.
        rule: SafeText,
        /// For so many hours, 1 or more.
        hours: u32,
        /// Why, in the operator's words.
        reason: SafeText,
    },
    /// Tell of it again.
    EndSilence {
        /// The rule, as it was silenced.
        rule: SafeText,
    },
    /// Stop or restart the replayed clock of the demo.
    PauseReplay {
        /// Time stands still.
        paused: bool,
    },
    /// Change the speed of the demo.
    ReplaySpeed {
        /// Replayed days for each second, above 0.
        days_per_second: u32,
    },
}

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Login name.
    pub user: SafeText,
    /// Host on which the program runs.
    pub host: SafeText,
    /// Where the SSH connection comes from, or the HTTP request; none at the machine itself.
    pub ssh_origin: Option<SafeText>,
}

impl std::fmt::Display for Actor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}@{}", self.user, self.host)
    }
}

/// What an action did, in words for the operator: `queued #218, a worker takes it within 5 s`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The words.
    pub message: SafeText,
    /// The run that was asked for, where one was.
    pub run: Option<i64>,
}

impl Receipt {
    /// Of an action that asked for no run.
    #[must_use]
    pub fn of(message: impl Into<SafeText>) -> Self {
        Self {
            message: message.into(),
            run: None,
        }
    }
}

/// Why an action was not done.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// This engine may not write.
    #[error("read-only: {0}")]
    ReadOnly(SafeText),
    /// It makes no sense now.
    #[error("{0}")]
    Refused(SafeText),
    /// The database could not do it.
    #[error("could not write to the database, nothing was done: {0}")]
    Failed(SafeText),
}
