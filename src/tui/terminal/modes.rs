use std::io::{self, Write};

use crossterm::{
    cursor::{Hide, Show},
    event::{DisableBracketedPaste, EnableBracketedPaste},
    queue,
    style::ResetColor,
    terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode},
};

/// What the monitor changes in a terminal, in the order in which it is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Keys arrive one by one and are not echoed.
    Raw,
    /// A screen of its own; the shell's comes back.
    AlternateScreen,
    /// Pasted text arrives in one piece and is never taken for keys.
    BracketedPaste,
    /// No cursor.
    HiddenCursor,
    /// Clicks and the wheel arrive as keys do.
    Mouse,
}

/// Presses and the wheel, in the encoding without an end at column 223. crossterm would also ask for every movement, and
/// each would be a message over the line.
const TAKE_MOUSE: &[u8] = b"\x1b[?1000h\x1b[?1006h";
const GIVE_MOUSE: &[u8] = b"\x1b[?1006l\x1b[?1000l";

impl Mode {
    pub(super) const ALL: [Self; 5] = [
        Self::Raw,
        Self::AlternateScreen,
        Self::BracketedPaste,
        Self::HiddenCursor,
        Self::Mouse,
    ];

    /// Its place in a set of modes.
    pub(super) const fn bit(self) -> u8 {
        1 << self as u8
    }

    pub(super) fn enter(self, out: &mut impl Write) -> io::Result<()> {
        match self {
            Self::Raw => enable_raw_mode(),
            Self::AlternateScreen => queue!(out, EnterAlternateScreen),
            Self::BracketedPaste => queue!(out, EnableBracketedPaste),
            Self::HiddenCursor => queue!(out, Hide),
            Self::Mouse => out.write_all(TAKE_MOUSE),
        }
    }

    pub(super) fn leave(self, out: &mut impl Write) -> io::Result<()> {
        match self {
            Self::Raw => disable_raw_mode(),
            Self::AlternateScreen => queue!(out, ResetColor, LeaveAlternateScreen),
            Self::BracketedPaste => queue!(out, DisableBracketedPaste),
            Self::HiddenCursor => queue!(out, Show),
            Self::Mouse => out.write_all(GIVE_MOUSE),
        }
    }
}
