use std::{io, sync::mpsc::SyncSender, thread, time::Duration};

use rustix::process::Signal;
use signal_hook::{
    consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP},
    iterator::Signals,
};

use super::session::Session;
use crate::tui::message::Msg;

/// How long a loop may take to end by itself. A request in hand is still written down in this time; with the last grace
/// the process is gone well within two seconds.
const GRACE: Duration = Duration::from_millis(1400);
/// How long a terminal may take to be given back, should its line be blocked.
const LAST_GRACE: Duration = Duration::from_millis(100);

/// Turns signals into messages. `INT` is ignored: Ctrl-C is a key here, and an `INT` from outside is meant for a child.
///
/// # Errors
/// When no handler can be installed or no thread started.
pub(crate) fn spawn(inbox: SyncSender<Msg>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGINT])?;
    thread::Builder::new().name("signals".into()).spawn(move || {
        for signal in signals.forever() {
            match signal {
                SIGTERM | SIGHUP | SIGQUIT => {
                    let _ = inbox.try_send(Msg::Signal(signal));
                    end_by_force_later(signal);
                }
                SIGTSTP => drop(inbox.try_send(Msg::Suspend)),
                // This one must arrive: without it the screen would stay dark.
                SIGCONT => drop(inbox.send(Msg::Resumed)),
                _ => {}
            }
        }
    })?;
    Ok(())
}

fn end_by_force_later(signal: i32) {
    let _ = thread::Builder::new().name("deadline".into()).spawn(move || {
        thread::sleep(GRACE);
        // Its own thread: writing to a terminal whose line is blocked may never return.
        let _ = thread::Builder::new().spawn(Session::restore);
        thread::sleep(LAST_GRACE);
        signal_hook::low_level::exit(128 + signal);
    });
}

/// Whether somebody is there to wake us. The first process of a session, as in `ssh -t host touchline`, has no shell
/// above it, and would sleep for ever.
pub(crate) fn can_suspend() -> bool {
    rustix::process::getsid(None).is_ok_and(|session| session != rustix::process::getpid())
}

/// Sleeps until `SIGCONT`, with the whole process group, as Ctrl-Z does to an ordinary program.
///
/// # Errors
/// When the group may not be signalled.
pub(crate) fn stop_process_group() -> io::Result<()> {
    Ok(rustix::process::kill_current_process_group(Signal::STOP)?)
}
