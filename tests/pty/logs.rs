//! Log files of other programs, as they are rotated, flooded and missing.

use std::{
    fs::{self, OpenOptions},
    io::Write,
};

use super::stage::{CONFIGURATION, Stage};

#[test]
fn files_are_followed_across_rotation_and_a_flood() {
    let stage = Stage::empty();
    let file = stage.home.path().join("api.log");
    let missing = stage.home.path().join("missing.log");
    stage.home.configure(&format!(
        "{CONFIGURATION}[log]\nfollow = ['{}', '{}']\n",
        file.display(),
        missing.display()
    ));
    let logs = stage.home.path().join(".local/state/touchline");
    fs::create_dir_all(&logs).unwrap();
    let worker = "2026-11-24T04:00:02.000000Z  WARN touchline::training: a worker of before\n";
    fs::write(logs.join("worker.2026-11-24.log"), worker).unwrap();
    fs::write(&file, "GET /api/first 200\n").unwrap();
    let append = |text: &str| {
        let mut file = OpenOptions::new().append(true).create(true).open(&file).unwrap();
        file.write_all(text.as_bytes()).unwrap();
    };

    let mut monitor = stage.monitor(140, 40);
    monitor.wait_for(&["no model has been trained yet"]);
    monitor.press("7");
    monitor.wait_for(&[
        "GET /api/first 200",
        "a worker of before",
        "worker",
        "missing.log is not there",
    ]);
    append("[error] \u{1b}[2Jone more\n");
    monitor.wait_for(&["ERROR api.log", "one more"]);
    fs::rename(&file, file.with_extension("old")).unwrap();
    append("after the rotation\n");
    monitor.wait_for(&["(a new file begins)", "after the rotation"]);
    fs::write(&missing, "here it is\n").unwrap();
    monitor.wait_for(&["here it is"]);
    monitor.wait_for_no("is not there");

    monitor.press("&rotation\r");
    monitor.wait_for_no("here it is");
    monitor.wait_for(&["info and above with \"rotation\""]);
    monitor.press("\u{1b}");
    monitor.wait_for(&["here it is"]);
    monitor.press("oo");
    monitor.wait_for(&["info and above of worker", "a worker of before"]);
    monitor.wait_for_no("here it is");
    monitor.press("ooo");
    append(&"a line of a flood\n".repeat(100_000));
    append("the last line\n");
    monitor.wait_for(&["the last line", "lines dropped", "following"]);
    monitor.press("1");
    monitor.wait_for(&["no model has been trained yet"]);
    assert!(
        !monitor.read().contains("a line of a flood"),
        "what others say is for the Logs screen"
    );
    monitor.press("q");
    assert_eq!(monitor.wait_for_exit().code, 0);
}
