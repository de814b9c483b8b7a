//! What the loop hands to the disk, the clipboard and the mouse.

use std::io::{self, Write};

use chrono::Utc;
use touchline::domain::SafeText;

use super::EventLoop;
use crate::tui::{
    export,
    message::{Content, Msg},
    update::update,
    view::text,
};

impl<W: Write> EventLoop<W> {
    /// Writes a file, and tells where it is or why it is not.
    pub(super) fn export(&mut self, name: &str, extension: &str, content: Content) {
        let text = match content {
            Content::Text(text) => text,
            Content::Screen => text(&self.model, &self.look),
        };
        let folder = &self.export_folder;
        let saved = export::save(folder, name, extension, Utc::now(), &text)
            .map(|path| SafeText::from(path.display().to_string()))
            .map_err(|error| SafeText::from(format!("{}: {error}", folder.display())));
        update(&mut self.model, Msg::Saved(saved));
    }

    /// Hands the cells of a row to the terminal's clipboard.
    ///
    /// # Errors
    /// When the terminal cannot be written, which means that it is gone.
    pub(super) fn copy(&mut self, cells: &[SafeText]) -> io::Result<()> {
        self.screen.send_apart(&self.clipboard.sequence(cells))
    }

    /// Takes the mouse, or gives it back.
    ///
    /// # Errors
    /// When the terminal cannot be written, which means that it is gone.
    pub(super) fn set_mouse(&mut self, mouse: bool) -> io::Result<()> {
        match &mut self.session {
            Some(session) => session.set_mouse(mouse),
            None => Ok(()),
        }
    }
}
