//! A home for detached workers, and a way to watch them.

use std::{
    fs,
    os::fd::OwnedFd,
    path::{Path, PathBuf},
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
    process::{Pid, PidfdFlags, Signal, kill_process, pidfd_open, test_kill_process},
};
use sqlx::SqlitePool;
use touchline::{config::DatabaseAddress, engine::WorkerCommand};

use super::binary::{Home, seasons};

/// A test that waits longer than this for the end of a worker has failed.
const ENDS: Timespec = Timespec { tv_sec: 60, tv_nsec: 0 };

pub(crate) struct Stage {
    pub(crate) home: Home,
}

impl Stage {
    /// An empty database, and workers that end after `idle` seconds without work.
    pub(crate) fn new(idle: u64, more_configuration: &str) -> Self {
        let home = Home::new();
        let logs = home.path().join("logs");
        home.configure(&format!(
            "[training]\nworker-idle-seconds = {idle}\n{more_configuration}\n[log]\nfolder = '{}'\n",
            logs.display()
        ));
        home.touchline(&["migrate"]).assert().success();
        Self { home }
    }

    /// And ten seasons of a league, with a training that waits.
    pub(crate) fn with_a_training() -> Self {
        let stage = Self::new(60, "evaluate-seasons = 7");
        let names: Vec<_> = (14..24).map(|year| format!("E0_{year}{}.csv", year + 1)).collect();
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        let files = seasons(&names);
        let mut arguments = vec!["import"];
        arguments.extend(files.iter().map(String::as_str));
        stage.home.touchline(&arguments).assert().success();
        stage.home.touchline(&["train"]).assert().success();
        stage
    }

    /// Started as the monitor does it.
    pub(crate) fn start(&self) -> Detached {
        self.start_on(self.home.database().into())
    }

    pub(crate) fn start_on(&self, database: DatabaseAddress) -> Detached {
        let configuration = self.home.path().join(".config/touchline/config.toml");
        let command = WorkerCommand {
            program: assert_cmd::cargo::cargo_bin("touchline"),
            arguments: [
                "worker".into(),
                "--detached".into(),
                "--config".into(),
                configuration.into(),
            ]
            .into(),
            database,
            output: self.logs().join("worker.out"),
        };
        Detached::of(command.start().unwrap())
    }

    pub(crate) fn logs(&self) -> PathBuf {
        self.home.path().join("logs")
    }

    /// What all workers have logged.
    pub(crate) fn log(&self) -> String {
        let files = fs::read_dir(self.logs()).unwrap().map(|entry| entry.unwrap().path());
        files.map(|file| fs::read_to_string(file).unwrap()).collect()
    }

    pub(crate) async fn database(&self) -> SqlitePool {
        let url = format!("sqlite://{}", self.home.database().display());
        SqlitePool::connect(&url).await.unwrap()
    }
}

/// A worker that nobody has to wait for. It is killed with the test that started it.
pub(crate) struct Detached {
    pub(crate) pid: Pid,
    /// None where it had ended before anyone looked.
    watch: Option<OwnedFd>,
}

impl Detached {
    fn of(pid: u32) -> Self {
        let pid = Pid::from_raw(pid.try_into().unwrap()).unwrap();
        Self {
            pid,
            watch: pidfd_open(pid, PidfdFlags::empty()).ok(),
        }
    }

    /// Its name in the database begins with host and process.
    pub(crate) fn names(&self, worker: &str) -> bool {
        worker.contains(&format!(":{}:", self.pid.as_raw_nonzero()))
    }

    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(self.pid, signal).unwrap();
    }

    pub(crate) fn has_ended(&self) -> bool {
        self.ends_within(Timespec { tv_sec: 0, tv_nsec: 0 })
    }

    /// Waits for its end, and until its number is free again.
    pub(crate) fn wait(&self) {
        assert!(self.ends_within(ENDS), "the worker does not end");
        while test_kill_process(self.pid) != Err(Errno::SRCH) {
            std::thread::yield_now();
        }
    }

    fn ends_within(&self, time: Timespec) -> bool {
        let Some(watch) = &self.watch else { return true };
        poll(&mut [PollFd::new(watch, PollFlags::IN)], Some(&time)).unwrap() > 0
    }

    /// A file of its folder in `/proc`.
    pub(crate) fn process(&self, file: &str) -> PathBuf {
        Path::new("/proc")
            .join(self.pid.as_raw_nonzero().to_string())
            .join(file)
    }
}

impl Drop for Detached {
    fn drop(&mut self) {
        if !self.has_ended() {
            let _ended_meanwhile = kill_process(self.pid, Signal::KILL);
        }
    }
}
