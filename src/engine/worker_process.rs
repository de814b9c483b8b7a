//! Starting a worker that outlives the terminal.

use std::{
    ffi::OsString,
    fs::{DirBuilder, File, OpenOptions},
    io,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::PathBuf,
    process::{Command, Stdio},
};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use crate::{
    config::DatabaseAddress,
    store::{self, Db, StoreError},
    training::is_gone,
};

/// How long a new worker may take to detach itself.
const DETACHES: Timespec = Timespec { tv_sec: 2, tv_nsec: 0 };

/// What a worker says before its log is open and while it dies is a few lines; above this size, in bytes, it begins anew.
const OUTPUT_LIMIT: u64 = 1024 * 1024;

/// How to start a detached worker.
///
/// The worker makes itself the leader of a session of its own as its first deed, so that neither the end of the SSH
/// connection nor a key in the terminal reaches it. It keeps a log of its own; what else it says, as a crash does, goes to
/// a file, never to the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkerCommand {
    /// The program.
    pub program: PathBuf,
    /// Its arguments; nothing secret.
    pub arguments: Vec<OsString>,
    /// Its database, which it finds in its environment.
    pub database: DatabaseAddress,
    /// Where its standard output and standard error go.
    pub output: PathBuf,
}

impl WorkerCommand {
    /// Starts it, waits until it no longer depends on this process, and returns its process number.
    ///
    /// # Errors
    /// When the output file or the process cannot be made.
    pub fn start(&self) -> io::Result<u32> {
        let output = self.open_output()?;
        let mut child = Command::new(&self.program)
            .args(&self.arguments)
            .env("TOUCHLINE_DB", self.database.expose())
            // That is where the log lines of this process go.
            .env_remove("TOUCHLINE_LOG_FILE")
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

    fn open_output(&self) -> io::Result<File> {
        if let Some(folder) = self.output.parent() {
            DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        }
        let output = OpenOptions::new()
            .create(true)
            .append(true)
            .mode(0o600)
            .open(&self.output)?;
        if output.metadata()?.len() > OUTPUT_LIMIT {
            output.set_len(0)?;
        }
        Ok(output)
    }
}

/// Whether a worker lives that would take a run: one that gave a sign of life lately, unless it is known to be gone.
pub(super) async fn some_worker_lives(db: &Db) -> Result<bool, StoreError> {
    let mut tx = db.read().await?;
    let now = store::now(&mut tx).await?;
    let workers = store::live_workers(&mut tx, now).await?;
    Ok(workers.iter().any(|worker| !is_gone(worker)))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn output_is_private_and_does_not_grow_without_bound() {
        let folder = tempfile::tempdir().unwrap();
        let command = WorkerCommand {
            program: "true".into(),
            arguments: Vec::new(),
            database: folder.path().join("touchline.db").into(),
            output: folder.path().join("state/worker.out"),
        };
        let open_with = |size| {
            command.open_output().unwrap().set_len(size).unwrap();
            command.open_output().unwrap().metadata().unwrap()
        };
        assert_eq!(open_with(OUTPUT_LIMIT).len(), OUTPUT_LIMIT);
        let output = open_with(OUTPUT_LIMIT + 1);
        assert_eq!((output.len(), output.permissions().mode() & 0o777), (0, 0o600));
        let state = std::fs::metadata(folder.path().join("state")).unwrap();
        assert_eq!(state.permissions().mode() & 0o777, 0o700);
    }
}
