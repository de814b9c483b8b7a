//! Standard error while the screen is ours: a stray line of a library would tear the picture.

use std::{
    fs::OpenOptions,
    io,
    os::fd::OwnedFd,
    path::Path,
    sync::{Mutex, PoisonError},
};

/// Where standard error went before.
static SAVED: Mutex<Option<OwnedFd>> = Mutex::new(None);

/// Sends it to the log, or to nowhere. One that is no terminal stays as its caller wants it.
pub(super) fn redirect(log: Option<&Path>) -> io::Result<()> {
    let stderr = rustix::stdio::stderr();
    if !rustix::termios::isatty(stderr) {
        return Ok(());
    }
    let target = log.unwrap_or_else(|| Path::new("/dev/null"));
    let file = OpenOptions::new()
        .append(true)
        .create(log.is_some())
        .open(target)
        .or_else(|_| OpenOptions::new().append(true).open("/dev/null"))?;
    let saved = rustix::io::fcntl_dupfd_cloexec(stderr, 3)?;
    rustix::stdio::dup2_stderr(&file)?;
    *SAVED.lock().unwrap_or_else(PoisonError::into_inner) = Some(saved);
    Ok(())
}

/// Undoes [`redirect`]; harmless without it.
pub(super) fn give_back() {
    // A lock that is held belongs to a `redirect` cut short by a panic: the process is ending anyway.
    if let Ok(mut saved) = SAVED.try_lock()
        && let Some(saved) = saved.take()
    {
        let _ = rustix::stdio::dup2_stderr(&saved);
    }
}
