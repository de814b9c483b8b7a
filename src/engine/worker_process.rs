//! Starting a worker that outlives the terminal.

use std::{
    ffi::OsString,
    fs::OpenOptions,
    io,
    os::unix::fs::OpenOptionsExt,
    path::PathBuf,
    process::{Command, Stdio},
};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use crate::config::DatabaseAddress;

/// How long a new worker may take to detach itself.
const DETACHES: Timespec = Timespec { tv_sec: 2, tv_nsec: 0 };

/// How to start a detached worker.
///
/// The worker makes itself the leader of a session of its own as its first deed, so that neither the end of the SSH
/// connection nor a key in the terminal reaches it. Its output goes to a file, never to the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkerCommand {
    /// The program.
    pub program: PathBuf,
    /// Its arguments; nothing secret.
    pub arguments: Vec<OsString>,
    /// Its database, which it finds in its environment.
    pub database: DatabaseAddress,
    /// Where its output goes.
    pub output: PathBuf,
}

impl WorkerCommand {
    /// Starts it, waits until it no longer depends on this process, and returns its process number.
    ///
    /// # Errors
    /// When the output file or the process cannot be made.
    pub fn start(&self) -> io::Result<u32> {
        if let Some(folder) = self.output.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let output = OpenOptions::new()
            .create(true)
            .append(true)
            .mode(0o600)
            .open(&self.output)?;
        let mut child = Command::new(&self.program)
            .args(&self.arguments)
            .env("TOUCHLINE_DB", self.database.expose())
            .stdin(Stdio::piped())
            .stdout(output.try_clone()?)
            .stderr(output)
            .spawn()?;
        let pid = child.id();
        if let Some(wire) = child.stdin.take() {
            // Until it leads a session of its own, the end of this process would hang it up with everything else in the
            // terminal. It closes its end of the wire then; it also closes when the worker could not start.
            let _in_time = poll(&mut [PollFd::new(&wire, PollFlags::empty())], Some(&DETACHES));
        }
        // Someone has to take the exit status, or the worker stays a zombie while the monitor runs.
        std::thread::Builder::new()
            .name("worker-exit".to_owned())
            .spawn(move || child.wait())?;
        Ok(pid)
    }
}
