use std::{io, sync::mpsc::SyncSender, thread, time::Duration};

use super::gone::wait_until_gone;
use crate::tui::message::Msg;

const PROBE_SECONDS: i64 = 2;
/// How long the loop may take to end by itself, with the request in hand.
const GRACE: Duration = Duration::from_millis(1500);
/// 128 + SIGHUP: what a shell reports of a program whose terminal hung up.
const EXIT_CODE: i32 = 129;

/// Watches the terminal. When it is gone the loop is told; when the loop does not end in time, the process does.
///
/// crossterm 0.29 cannot notice: once the terminal is gone its reader spins and never returns, so a monitor left behind
/// by a lost connection would burn a core for ever.
///
/// # Errors
/// When no thread can be started.
pub(crate) fn spawn(inbox: SyncSender<Msg>) -> io::Result<()> {
    thread::Builder::new().name("terminal-watchdog".into()).spawn(move || {
        while !wait_until_gone(rustix::stdio::stdin(), PROBE_SECONDS) {}
        let _ = inbox.try_send(Msg::TerminalGone);
        thread::sleep(GRACE);
        signal_hook::low_level::exit(EXIT_CODE);
    })?;
    Ok(())
}
