//! Is the process of a worker still there?

use rustix::{
    io::Errno,
    process::{Pid, test_kill_process},
    system::uname,
};

/// Whether a worker, by its name `host:process:started`, was a process of this host that is no more. A process number that
/// is in use again, or that belongs to another container of the same host name, only makes this answer late or a worker
/// too many; it takes no run from anyone.
#[must_use]
pub fn is_gone(worker: &str) -> bool {
    let mut parts = worker.rsplitn(3, ':');
    let (Some(_started), Some(process), Some(host)) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    // `from_raw` takes no negative number.
    let process = process
        .parse()
        .ok()
        .filter(|number| *number > 0)
        .and_then(Pid::from_raw);
    uname().nodename().to_string_lossy() == host
        && process.is_some_and(|process| test_kill_process(process) == Err(Errno::SRCH))
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;
    use crate::training::worker_id;

    #[test]
    fn a_worker_is_gone_when_its_process_on_this_host_is() {
        let mut child = Command::new("true").spawn().unwrap();
        let id = worker_id();
        let of_child = id.replace(&format!(":{}:", std::process::id()), &format!(":{}:", child.id()));
        assert!(!is_gone(&id) && !is_gone(&of_child), "not yet waited for");
        child.wait().unwrap();
        assert!(is_gone(&of_child));
        let (_, elsewhere) = of_child.split_once(':').unwrap();
        for other in [
            &format!("elsewhere:{elsewhere}"),
            "",
            "::",
            "host:0:0",
            "host:-1:0",
            "some worker",
        ] {
            assert!(!is_gone(other), "{other}");
        }
    }
}
