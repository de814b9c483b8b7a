//! A home with data for the monitor to show, and the workers that it starts there.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use portable_pty::CommandBuilder;
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    process::{Pid, PidfdFlags, Signal, kill_process, pidfd_open},
};

use super::{
    binary::{Home, seasons},
    terminal::Terminal,
};

const SEASONS: [&str; 10] = [
    "E0_1415.csv",
    "E0_1516.csv",
    "E0_1617.csv",
    "E0_1718.csv",
    "E0_1819.csv",
    "E0_1920.csv",
    "E0_2021.csv",
    "E0_2122.csv",
    "E0_2223.csv",
    "E0_2324.csv",
];
const CONFIGURATION: &str = "[engine]\npoll-busy-ms = 50\npoll-idle-ms = 200\n[training]\nworker-idle-seconds = 1\n";
/// A worker without work ends after a second; the rest is for a machine that is busy with other things.
const WORKER_ENDS: Timespec = Timespec { tv_sec: 30, tv_nsec: 0 };

type Files = Vec<(OsString, Vec<u8>)>;

pub(crate) struct Stage {
    pub(crate) home: Home,
}

impl Stage {
    /// Nothing there, not even a database.
    pub(crate) fn empty() -> Self {
        let home = Home::new();
        home.configure(&format!("{CONFIGURATION}evaluate-seasons = 1\n"));
        Self { home }
    }

    /// Ten seasons of a league, and no model.
    pub(crate) fn loaded() -> Self {
        static LOADED: OnceLock<Files> = OnceLock::new();
        Self::with(LOADED.get_or_init(|| {
            let stage = Self::empty();
            let mut arguments = vec!["import"];
            let files = seasons(&SEASONS);
            arguments.extend(files.iter().map(String::as_str));
            stage.home.touchline(&arguments).assert().success();
            files_of(&stage.home)
        }))
    }

    /// And a champion.
    pub(crate) fn trained() -> Self {
        static TRAINED: OnceLock<Files> = OnceLock::new();
        Self::with(TRAINED.get_or_init(|| {
            let stage = Self::loaded();
            stage.home.touchline(&["train", "--wait"]).assert().success();
            files_of(&stage.home)
        }))
    }

    fn with(files: &Files) -> Self {
        let stage = Self::empty();
        for (name, bytes) in files {
            fs::write(stage.home.path().join(name), bytes).unwrap();
        }
        stage
    }

    /// The monitor, with nothing of the caller's environment that could change what it does.
    pub(crate) fn command(&self, arguments: &[&str]) -> CommandBuilder {
        let mut command = CommandBuilder::new(assert_cmd::cargo::cargo_bin("touchline"));
        command.args(arguments);
        command.env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("HOME", self.home.path());
        command.env("USER", "tester");
        command.env("TOUCHLINE_DB", self.home.database());
        command
    }

    pub(crate) fn monitor(&self, columns: u16, rows: u16) -> Terminal {
        Terminal::start(self.command(&[]), columns, rows)
    }

    pub(crate) fn in_database<T>(&self, work: impl AsyncFnOnce(&sqlx::SqlitePool) -> T) -> T {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let url = format!("sqlite://{}", self.home.database().display());
            let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
            let result = work(&pool).await;
            pool.close().await;
            result
        })
    }

    pub(crate) fn execute(&self, sql: &'static str) {
        self.in_database(async |pool| sqlx::query(sql).execute(pool).await.map(drop).unwrap());
    }

    pub(crate) fn count(&self, sql: &'static str) -> i64 {
        self.in_database(async |pool| sqlx::query_scalar(sql).fetch_one(pool).await.unwrap())
    }

    /// The workers that were started here, as the audit tells of them.
    pub(crate) fn workers_started(&self) -> Vec<Pid> {
        let sql = "SELECT detail FROM audit_entries WHERE detail IS NOT NULL";
        let details: Vec<String> =
            self.in_database(async |pool| sqlx::query_scalar(sql).fetch_all(pool).await.unwrap());
        let number = |detail: &String| detail.split_once("(process ")?.1.strip_suffix(')')?.parse().ok();
        details.iter().filter_map(number).filter_map(Pid::from_raw).collect()
    }

    /// Waits until every worker that was started here has ended by itself.
    pub(crate) fn wait_for_idle_ends(&self) {
        for worker in self.workers_started() {
            // One that is gone already cannot be opened.
            let Ok(process) = pidfd_open(worker, PidfdFlags::empty()) else {
                continue;
            };
            let ended = poll(&mut [PollFd::new(&process, PollFlags::IN)], Some(&WORKER_ENDS)).unwrap();
            assert_eq!(ended, 1, "worker {worker:?} does not end when it is idle");
        }
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if !self.home.database().exists() || !std::thread::panicking() {
            return;
        }
        for worker in self.workers_started() {
            if is_worker(worker) {
                let _already_gone = kill_process(worker, Signal::KILL);
            }
        }
    }
}

/// The database and its journal.
fn files_of(home: &Home) -> Files {
    let entries = fs::read_dir(home.path()).unwrap().map(Result::unwrap);
    entries
        .filter(|entry| entry.file_type().unwrap().is_file())
        .map(|entry| (entry.file_name(), fs::read(entry.path()).unwrap()))
        .collect()
}

fn is_worker(pid: Pid) -> bool {
    let command = fs::read(process(pid).join("cmdline")).unwrap_or_default();
    String::from_utf8_lossy(&command).contains("worker\0--detached")
}

fn process(pid: Pid) -> PathBuf {
    Path::new("/proc").join(pid.as_raw_nonzero().to_string())
}

/// The session that a process belongs to.
pub(crate) fn session(pid: Pid) -> Pid {
    rustix::process::getsid(Some(pid)).unwrap()
}

/// The only child of a process.
pub(crate) fn child(pid: Pid) -> Pid {
    let number = pid.as_raw_nonzero();
    let children = fs::read_to_string(process(pid).join(format!("task/{number}/children"))).unwrap();
    Pid::from_raw(children.trim().parse().unwrap()).unwrap()
}
