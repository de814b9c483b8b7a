//! A service with two seasons loaded, whose workers can be stopped and killed.

use std::{
    fs,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};

use super::{
    binary::{Home, seasons},
    databases::Database,
};

/// Longer than anything here takes on a busy machine.
const PATIENCE: Duration = Duration::from_mins(2);

pub(crate) struct Stage {
    pub(crate) home: Home,
    pub(crate) database: Database,
}

impl Stage {
    /// On a database that is there; nothing is loaded.
    pub(crate) fn empty(database: Database) -> Self {
        Self {
            home: Home::new(),
            database,
        }
    }

    pub(crate) fn loaded(database: Database) -> Self {
        let stage = Self::empty(database);
        stage.home.configure(
            "[training]\nevaluate-seasons = 1\n[freshness]\nnot-followed = [\"E0\"]\n[schedule]\nretrain = \"\"\n",
        );
        let files = seasons(&["E0_2223.csv", "E0_2324.csv"]);
        let files: Vec<&str> = files.iter().map(String::as_str).collect();
        stage.touchline(&[&["import"], files.as_slice()].concat());
        stage
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_touchline"));
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.home.path())
            .env("USER", "tester")
            .env("TOUCHLINE_DB", self.database.address.expose())
            .args(arguments)
            .stdin(Stdio::null());
        command
    }

    /// Runs the binary to its successful end; answers what it printed.
    pub(crate) fn touchline(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{arguments:?}: {said}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Runs the binary to its failure; answers what it complained of.
    pub(crate) fn fails(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().unwrap();
        assert!(!output.status.success(), "{arguments:?} succeeded");
        String::from_utf8_lossy(&output.stderr).into_owned()
    }

    /// A worker that ends when the queue is empty, and stands still at a point of a training.
    pub(crate) fn worker_that_halts(&self, at: &str) -> Worker {
        self.start(&["worker", "--once"], Some(at))
    }

    /// A worker that stays.
    pub(crate) fn worker(&self) -> Worker {
        self.start(&["worker"], None)
    }

    fn start(&self, arguments: &[&str], halt_at: Option<&str>) -> Worker {
        let log = tempfile::NamedTempFile::new().unwrap();
        let mut command = self.command(arguments);
        if let Some(at) = halt_at {
            command.env("TOUCHLINE_HALT_AT", at);
        }
        command.stdout(Stdio::null()).stderr(log.reopen().unwrap());
        Worker {
            child: command.spawn().unwrap(),
            log,
        }
    }

    /// As if the leases of everyone who is dead by now had run out.
    pub(crate) async fn let_leases_run_out(&self) {
        self.database
            .execute("UPDATE training_runs SET lease_expires_at = '2000-01-01T00:00:00+00:00' WHERE state = 'running'")
            .await;
    }

    /// The parameters of the last version, as they are stored.
    pub(crate) async fn parameters(&self) -> String {
        self.database
            .text("SELECT parameters FROM models ORDER BY id DESC LIMIT 1")
            .await
    }

    pub(crate) async fn count(&self, sql: &'static str) -> i64 {
        self.database.count(sql).await
    }
}

pub(crate) struct Worker {
    child: Child,
    log: tempfile::NamedTempFile,
}

impl Worker {
    fn pid(&self) -> Pid {
        Pid::from_child(&self.child)
    }

    pub(crate) fn said(&self) -> String {
        fs::read_to_string(self.log.path()).unwrap()
    }

    /// Waits until it stands still.
    pub(crate) fn wait_until_it_halts(&mut self) {
        let file = format!("/proc/{}/stat", self.child.id());
        self.wait_for("stand still", |_| {
            let stat = fs::read_to_string(&file).unwrap_or_default();
            // The state comes after the name, which is in brackets.
            stat.rsplit_once(") ").is_some_and(|(_, rest)| rest.starts_with('T'))
        });
    }

    /// `kill -9`, and waits until it is gone.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Lets it go on.
    pub(crate) fn wake(&self) {
        kill_process(self.pid(), Signal::CONT).unwrap();
    }

    /// Waits for its end; answers what it logged.
    pub(crate) fn wait_for_end(mut self) -> String {
        self.wait_for("end", |worker| worker.child.try_wait().unwrap().is_some());
        self.said()
    }

    fn wait_for(&mut self, what: &str, mut done: impl FnMut(&mut Self) -> bool) {
        let start = Instant::now();
        while !done(self) {
            assert!(
                start.elapsed() < PATIENCE,
                "the worker does not {what}: {}",
                self.said()
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}
