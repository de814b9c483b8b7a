use std::{
    io::{self, Write},
    path::PathBuf,
    sync::atomic::{AtomicU8, Ordering},
};

use super::{modes::Mode, stderr, tty::Tty};

/// Modes that are on. A static, because the panic hook and the signal thread must undo them without owning anything.
static ACTIVE: AtomicU8 = AtomicU8::new(0);

/// The time in which the terminal is ours. Dropping it gives the terminal back.
#[derive(Debug)]
pub(crate) struct Session {
    stderr_log: Option<PathBuf>,
    /// The mouse is taken with the terminal.
    mouse: bool,
}

impl Session {
    /// Takes the terminal. What others write to standard error goes to `stderr_log`, or nowhere, in the meantime.
    ///
    /// # Errors
    /// When the terminal refuses a mode; those already taken are given back.
    pub(crate) fn enter(stderr_log: Option<PathBuf>) -> io::Result<Self> {
        let session = Self {
            stderr_log,
            mouse: false,
        };
        session.resume()?;
        Ok(session)
    }

    /// Takes the mouse, or gives it back, now and after every suspension.
    ///
    /// # Errors
    /// When the terminal cannot be written.
    pub(crate) fn set_mouse(&mut self, mouse: bool) -> io::Result<()> {
        self.mouse = mouse;
        let mut bytes = Vec::new();
        if mouse {
            ACTIVE.fetch_or(Mode::Mouse.bit(), Ordering::SeqCst);
            Mode::Mouse.enter(&mut bytes)?;
        } else {
            ACTIVE.fetch_and(!Mode::Mouse.bit(), Ordering::SeqCst);
            Mode::Mouse.leave(&mut bytes)?;
        }
        Tty.write_all(&bytes)
    }

    /// Gives the terminal back. Harmless when it is not ours; errors are dropped, as a dead terminal needs nothing back.
    pub(crate) fn restore() {
        let active = ACTIVE.swap(0, Ordering::SeqCst);
        let mut bytes = Vec::new();
        for mode in Mode::ALL.into_iter().rev().filter(|mode| active & mode.bit() != 0) {
            if mode == Mode::Raw {
                // What the terminal shows goes first: the bytes must not wait behind a mode change that fails.
                let _ = Tty.write_all(&std::mem::take(&mut bytes));
            }
            let _ = mode.leave(&mut bytes);
        }
        stderr::give_back();
    }

    /// Takes the terminal again after [`Session::restore`], as on coming back from a suspension.
    ///
    /// # Errors
    /// When the terminal refuses a mode; those already taken are given back.
    pub(crate) fn resume(&self) -> io::Result<()> {
        let taken = self.take_modes();
        if taken.is_err() {
            Self::restore();
        }
        taken
    }

    fn take_modes(&self) -> io::Result<()> {
        let mut bytes = Vec::new();
        let wanted = |mode: &Mode| *mode != Mode::Mouse || self.mouse;
        for mode in Mode::ALL.into_iter().filter(wanted) {
            ACTIVE.fetch_or(mode.bit(), Ordering::SeqCst);
            mode.enter(&mut bytes)?;
        }
        Tty.write_all(&bytes)?;
        stderr::redirect(self.stderr_log.as_deref())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        Self::restore();
    }
}
