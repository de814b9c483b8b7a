//! A training from the key to the champion, whatever becomes of the monitor meanwhile.

use rustix::process::Signal;

use super::{
    stage::{Stage, session},
    terminal::{Terminal, pictures},
};

/// Opens the question and moves to its second answer.
fn ask(monitor: &mut Terminal) {
    monitor.press("r");
    monitor.wait_for(&["[ Cancel ]"]);
    monitor.read();
    monitor.press("\t");
    monitor.wait_for(&["[ Retrain ]"]);
}

/// The first percentage of a picture: that of the run, as there is no model yet whose scores could have one.
fn percent(picture: &str) -> Option<f64> {
    let (before, _) = picture.split_once(" %")?;
    before.rsplit(' ').next()?.parse().ok()
}

#[test]
fn from_the_question_to_the_champion() {
    let stage = Stage::loaded();
    let more_leagues = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/sample");
    stage.home.touchline(&["import", more_leagues]).assert().success();
    stage.home.configure(
        "[monitor]\nmin-frame-ms = 20\n[engine]\npoll-busy-ms = 50\npoll-idle-ms = 100\n\
         [training]\nworker-idle-seconds = 3\nevaluate-seasons = 10\n",
    );
    let mut monitor = stage.monitor(120, 40);
    monitor.wait_for(&["Nothing has been trained yet"]);

    monitor.press("r");
    monitor.wait_for(&["[ Cancel ]"]);
    monitor.read();
    monitor.press("\r");
    monitor.wait_for_no("[ Cancel ]");
    let runs = stage.count("SELECT count(*) FROM training_runs");
    assert_eq!(runs, 0, "Enter alone does nothing");

    ask(&mut monitor);
    monitor.press("\r");
    monitor.wait_for(&["queued #1", "worker started"]);
    monitor.wait_for(&["champion dc-", "succeeded"]);
    let worker = stage.workers_started()[0];
    assert_eq!((session(worker), session(monitor.pid)), (worker, monitor.pid));
    monitor.press("q");
    let left = monitor.wait_for_exit();
    assert_eq!(left.code, 0);
    let mut shares: Vec<_> = pictures(&left.bytes, 120, 40)
        .iter()
        .filter(|picture| !picture.contains("champion dc-"))
        .filter_map(|p| percent(p))
        .collect();
    shares.dedup();
    assert!(shares.len() > 1 && shares.is_sorted(), "{shares:?} % done");
    stage.wait_for_idle_ends();
    assert_eq!(stage.count("SELECT count(*) FROM workers"), 0);
}

fn outlives(leave: impl FnOnce(&mut Terminal), code: u32) {
    let stage = Stage::loaded();
    let mut monitor = stage.monitor(120, 40);
    monitor.wait_for(&["Nothing has been trained yet"]);
    ask(&mut monitor);
    leave(&mut monitor);
    assert_eq!(monitor.wait_for_end(), code);
    let outcome = "SELECT count(*) FROM audit_entries WHERE action = 'retrain' AND outcome = 'done'";
    assert_eq!(stage.count(outcome), 1);

    let mut next = stage.monitor(120, 40);
    next.wait_for(&["champion dc-", "succeeded"]);
    next.press("q");
    assert_eq!(next.wait_for_exit().code, 0);
    stage.wait_for_idle_ends();
}

#[test]
fn a_training_outlives_a_monitor_that_is_left_with_the_same_breath() {
    outlives(|monitor| monitor.press("\rq"), 0);
}

#[test]
fn a_training_outlives_a_hang_up() {
    let hang_up = |monitor: &mut Terminal| {
        monitor.press("\r");
        monitor.wait_for(&["retrain all leagues"]);
        monitor.signal(Signal::HUP);
    };
    outlives(hang_up, 129);
}

#[test]
fn a_training_outlives_its_terminal() {
    let lose = |monitor: &mut Terminal| {
        monitor.press("\r");
        monitor.wait_for(&["retrain all leagues"]);
        monitor.hang_up();
    };
    outlives(lose, 129);
}
