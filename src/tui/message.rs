//! What goes into the loop and what comes out of it.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use touchline::{
    config::{Changes, ProfileSummary, Settings},
    domain::{LeagueCode, SafeText},
    engine::{ActError, Action, LeagueDetail, Receipt, Snapshot},
};

use super::{
    action::Keymap,
    configuration::{Reading, Why},
    input::{Key, Mouse},
    logging::{LogSource, Ring},
    run::Exit,
};

/// Something that happened.
#[derive(Debug)]
pub(crate) enum Msg {
    /// The time on the wall clock.
    Clock(DateTime<Utc>),
    /// A key, and when it arrived, since the start of the monitor.
    Key { key: Key, at: Duration },
    /// A gesture of the mouse.
    Mouse(Mouse),
    /// Pasted text.
    Paste(String),
    /// The terminal has a new size: columns, rows.
    Resize(u16, u16),
    /// The engine could not be opened: there will be nothing to show.
    NotOpened(color_eyre::Report),
    /// The engine has a new picture.
    Snapshot(Arc<Snapshot>),
    /// The engine has ended: no new picture will come.
    EngineGone,
    /// The configuration was read.
    ConfigurationRead(Reading),
    /// It holds together, and what can be in force at once is.
    Configured(Box<Reloaded>),
    /// It cannot be used, and nothing of it is.
    NotConfigured { why: Why, text: SafeText },
    /// A profile's engine is on its way.
    Opening(SafeText),
    /// It is open, and every picture from now on is its own.
    EngineOpened(Opened),
    /// It cannot be opened; the one before stays.
    EngineNotOpened { profile: SafeText, why: SafeText },
    /// The first picture of another engine.
    Switched(Arc<Snapshot>),
    /// Log lines wait in the feed.
    LogsWaiting,
    /// Log lines from the feed.
    Logs(Ring),
    /// Which sources of log lines there are now, and how they stand.
    LogSources(Vec<LogSource>),
    /// The engine answered a request.
    Answered {
        ticket: Ticket,
        result: Result<Receipt, ActError>,
    },
    /// The engine told of the matches of a league, or why it could not.
    League {
        code: LeagueCode,
        result: Result<LeagueDetail, SafeText>,
    },
    /// A file was written, at a path; or why it was not.
    Saved(Result<SafeText, SafeText>),
    /// A frame reached the terminal, since the start of the monitor.
    Drawn(Duration),
    /// The process was asked to end.
    Signal(i32),
    /// The process was asked to sleep.
    Suspend,
    /// The process woke up.
    Resumed,
    /// Nobody is there to wake the process, so it does not sleep.
    SuspendRefused,
    /// The terminal hung up, or cannot be read.
    TerminalGone,
    /// A thread other than the screen's panicked.
    BackgroundPanic(SafeText),
}

/// A configuration that was read again.
#[derive(Debug)]
pub(crate) struct Reloaded {
    pub(crate) why: Why,
    pub(crate) changes: Changes,
    pub(crate) keymap: Keymap,
    pub(crate) profiles: Vec<ProfileSummary>,
}

/// Another engine, with its first picture and the settings that it was opened on.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) snapshot: Arc<Snapshot>,
    pub(crate) settings: Box<Settings>,
}

impl Msg {
    /// Whether it comes by itself, and nobody waits for it.
    pub(crate) const fn is_news(&self) -> bool {
        matches!(
            self,
            Self::Clock(_) | Self::Snapshot(_) | Self::LogsWaiting | Self::Logs(_) | Self::LogSources(_)
        )
    }
}

/// Number of a request, to know its answer by.
pub(crate) type Ticket = u64;

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Ask the engine.
    Act { ticket: Ticket, action: Action },
    /// Ask the engine for the matches of a league.
    LookInto(LeagueCode),
    /// Poll every section now.
    Refresh,
    /// Read the configuration now.
    Reload,
    /// Open another profile in place of this one.
    UseProfile(String),
    /// Write a new file.
    Export {
        /// What its name tells.
        name: String,
        extension: &'static str,
        content: Content,
    },
    /// Hand the cells of a row to the terminal's clipboard.
    Copy(Vec<SafeText>),
    /// Take the mouse, or give it back.
    Mouse(bool),
    /// Give the terminal back and sleep.
    Suspend,
    /// Take the terminal again.
    Wake,
    /// Draw everything anew.
    Redraw,
    /// End.
    Leave(Exit),
}

/// What a file shall hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Content {
    Text(String),
    /// What stands on the screen: only the loop knows how it looks.
    Screen,
}
