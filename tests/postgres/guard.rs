//! The tests' own server ends with the process that started it, even when that is killed.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    process::{Pid, PidfdFlags, pidfd_open},
};

use super::postgres::PostgresServer;

const ENDS: Timespec = Timespec { tv_sec: 30, tv_nsec: 0 };

/// Started by the test below in a process of its own: starts a server, tells of it, and waits to be killed.
#[test]
#[ignore = "waits to be killed"]
fn holds_a_server() {
    let server = PostgresServer::start("");
    println!("\nfolder {}\nguard {}", server.folder.display(), server.guard);
    std::io::stdout().flush().unwrap();
    let _until_killed = std::io::stdin().read(&mut [0]);
}

#[test]
fn a_killed_test_leaves_no_server() {
    let (_program, module) = module_path!().split_once("::").unwrap();
    let mut process = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "--nocapture"])
        .arg(format!("{module}::holds_a_server"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut folder, mut guard) = (None, None);
    for line in BufReader::new(process.stdout.take().unwrap())
        .lines()
        .map_while(Result::ok)
    {
        folder = folder.or_else(|| line.strip_prefix("folder ").map(PathBuf::from));
        guard = guard.or_else(|| line.strip_prefix("guard ").and_then(|number| number.parse().ok()));
        if folder.is_some() && guard.is_some() {
            break;
        }
    }
    let folder = folder.unwrap();
    let postmaster = fs::read_to_string(folder.join("data/postmaster.pid")).unwrap();
    let postmaster = postmaster.lines().next().unwrap().parse().unwrap();
    let ends =
        [postmaster, guard.unwrap()].map(|pid| pidfd_open(Pid::from_raw(pid).unwrap(), PidfdFlags::empty()).unwrap());
    process.kill().unwrap();
    process.wait().unwrap();
    for end in &ends {
        assert_eq!(poll(&mut [PollFd::new(end, PollFlags::IN)], Some(&ENDS)).unwrap(), 1);
    }
    assert!(!Path::new(&folder).exists());
}
