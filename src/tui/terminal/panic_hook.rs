use std::{panic, sync::mpsc::SyncSender, thread};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use touchline::domain::SafeText;

use super::session::Session;
use crate::tui::message::Msg;

/// A panic of this thread gives the terminal back and is then reported. One of any other thread is logged and shown,
/// and the monitor goes on: a hook that left the alternate screen for it would leave the picture on the shell.
pub(crate) fn install(inbox: SyncSender<Msg>) {
    let screen_thread = thread::current().id();
    let report = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if thread::current().id() == screen_thread {
            Session::restore();
            if stderr_is_alive() {
                report(info);
            }
        } else {
            let place = info
                .location()
                .map_or_else(String::new, |at| format!(" at {}:{}", at.file(), at.line()));
            let what = info.payload_as_str().unwrap_or("panicked");
            let text = SafeText::from(format!("{what}{place}"));
            tracing::error!(target: "touchline::panic", "{text}");
            let _ = inbox.try_send(Msg::BackgroundPanic(text));
        }
    }));
}

/// Reporting to a hung-up terminal panics inside the hook, and that aborts with a core dump.
fn stderr_is_alive() -> bool {
    let mut fds = [PollFd::from_borrowed_fd(rustix::stdio::stderr(), PollFlags::empty())];
    let asked = poll(&mut fds, Some(&Timespec::default()));
    asked.is_ok()
        && !fds
            .iter()
            .any(|fd| fd.revents().intersects(PollFlags::HUP | PollFlags::ERR))
}
