use std::io::{self, BufWriter, Write};

use crossterm::{
    queue,
    terminal::{BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate},
};
use ratatui::{
    backend::{Backend, CrosstermBackend},
    buffer::Buffer,
    layout::{Rect, Size},
};

/// A frame of 200x60 with true colours is below this, so it leaves in one `write`.
const FRAME_BYTES: usize = 64 * 1024;

/// What the terminal shows, and the way to change it with few bytes.
///
/// `ratatui::Terminal` sends 25 bytes for a frame in which nothing changed, and asks for the size each time. This one
/// compares first: an unchanged frame sends nothing. A changed one is a single synchronised update (DEC 2026).
#[derive(Debug)]
pub(crate) struct Screen<W: Write> {
    backend: CrosstermBackend<BufWriter<W>>,
    shown: Buffer,
    next: Buffer,
    /// What the terminal shows is not known: everything is drawn.
    unknown: bool,
}

impl<W: Write> Screen<W> {
    pub(crate) fn new(writer: W) -> Self {
        Self {
            backend: CrosstermBackend::new(BufWriter::with_capacity(FRAME_BYTES, writer)),
            shown: Buffer::empty(Rect::ZERO),
            next: Buffer::empty(Rect::ZERO),
            unknown: true,
        }
    }

    /// Forgets what the terminal shows: the next frame is drawn whole.
    pub(crate) const fn invalidate(&mut self) {
        self.unknown = true;
    }

    /// Renders a frame and sends what differs from the last one; `false` when nothing did.
    ///
    /// # Errors
    /// When the terminal cannot be written, which means that it is gone.
    pub(crate) fn draw(&mut self, size: Size, render: impl FnOnce(Rect, &mut Buffer)) -> io::Result<bool> {
        let area = Rect::from((ratatui::layout::Position::ORIGIN, size));
        self.next.resize(area);
        self.next.reset();
        render(area, &mut self.next);
        if self.shown.area != area {
            self.shown.resize(area);
            self.unknown = true;
        }
        if self.unknown {
            self.shown.reset();
        }
        let sent = self.send()?;
        std::mem::swap(&mut self.shown, &mut self.next);
        self.unknown = false;
        Ok(sent)
    }

    /// Sends a sequence that draws nothing.
    ///
    /// # Errors
    /// When the terminal cannot be written, which means that it is gone.
    pub(crate) fn send_apart(&mut self, sequence: &str) -> io::Result<()> {
        self.backend.write_all(sequence.as_bytes())?;
        Write::flush(&mut self.backend)
    }

    fn send(&mut self) -> io::Result<bool> {
        let mut changes = self.shown.diff_iter(&self.next).peekable();
        if changes.peek().is_none() && !self.unknown {
            return Ok(false);
        }
        queue!(self.backend, BeginSynchronizedUpdate)?;
        if self.unknown {
            queue!(self.backend, Clear(ClearType::All))?;
        }
        self.backend.draw(changes)?;
        queue!(self.backend, EndSynchronizedUpdate)?;
        Write::flush(&mut self.backend)?;
        Ok(true)
    }
}
