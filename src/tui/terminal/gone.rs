//! Is a terminal still there?

use std::os::fd::BorrowedFd;

use rustix::event::{PollFd, PollFlags, Timespec, poll};

/// Waits up to `seconds` for a terminal's end. `true` when its other side hung up, or it no longer has a size.
pub(super) fn wait_until_gone(terminal: BorrowedFd<'_>, seconds: i64) -> bool {
    // No event is asked for: HUP and ERR are always told, and typed keys do not wake this thread.
    let mut fds = [PollFd::from_borrowed_fd(terminal, PollFlags::empty())];
    let wait = Timespec {
        tv_sec: seconds,
        tv_nsec: 0,
    };
    let answered = poll(&mut fds, Some(&wait)).unwrap_or(0) > 0;
    let hung_up = fds
        .iter()
        .any(|fd| fd.revents().intersects(PollFlags::HUP | PollFlags::ERR));
    // Some systems answer a poll of a terminal with `NVAL` always, so only an answer that means its end counts.
    (answered && hung_up) || rustix::termios::tcgetwinsize(terminal).is_err()
}
