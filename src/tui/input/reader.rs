use std::{io, sync::mpsc::SyncSender, thread, time::Instant};

use crossterm::event::{Event, read};

use super::{Key, Mouse};
use crate::tui::message::Msg;

/// Reads the terminal on a thread of its own. It cannot be unblocked, so it is never joined; it ends with the process.
///
/// # Errors
/// When no thread can be started.
pub(crate) fn spawn(inbox: SyncSender<Msg>, started: Instant) -> io::Result<()> {
    thread::Builder::new().name("input".into()).spawn(move || {
        loop {
            let Ok(event) = read() else {
                let _ = inbox.send(Msg::TerminalGone);
                return;
            };
            let message = match event {
                Event::Key(event) if event.is_press() || event.is_repeat() => Msg::Key {
                    key: Key::from(event),
                    at: started.elapsed(),
                },
                Event::Paste(text) => Msg::Paste(text),
                Event::Mouse(event) => match Mouse::of(event) {
                    Some(mouse) => Msg::Mouse(mouse),
                    None => continue,
                },
                Event::Resize(columns, rows) => Msg::Resize(columns, rows),
                _ => continue,
            };
            if inbox.send(message).is_err() {
                return;
            }
        }
    })?;
    Ok(())
}
