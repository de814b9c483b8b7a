//! What is done by keys: every screen, the champion frozen and thawed, alerts, files, the clipboard and the mouse.

use std::{fs, os::unix::fs::PermissionsExt};

use super::{
    stage::Stage,
    terminal::{Left, Terminal},
};

/// A monitor that runs in its home, where exported files go.
fn at_home(stage: &Stage) -> Terminal {
    let mut command = stage.command(&[]);
    command.cwd(stage.home.path());
    let monitor = Terminal::start(command, 120, 40);
    monitor.wait_for(&["champion dc-", "Premier"]);
    monitor
}

fn left(mut monitor: Terminal) -> Left {
    monitor.press("q");
    let left = monitor.wait_for_exit();
    assert_eq!(left.code, 0);
    left
}

/// Opens a question, reads it, and answers it.
fn answer(monitor: &mut Terminal, key: &str, question: &str, answer: &str, told: &str) {
    monitor.press(key);
    monitor.wait_for(&[question]);
    monitor.read();
    monitor.press(answer);
    monitor.wait_for(&[told]);
}

#[test]
fn every_screen_is_opened_and_every_action_answers() {
    let stage = Stage::trained();
    let mut monitor = at_home(&stage);
    for (key, shown) in [
        ("2", "Reliability"),
        ("3", "Leagues"),
        ("4", "Quarantine"),
        ("5", "Gate"),
        ("6", "Audit trail"),
        ("7", "Log  info"),
        ("1", "climatology"),
        ("x", "no run waits or runs"),
        ("b", "no champion came before"),
        ("U", "the champion is not frozen"),
        ("A", "no difference is held"),
        ("P", "only in `touchline demo`"),
        ("S", "by concern"),
        ("s", "by league"),
        ("t", "last 7 d"),
        ("T", "Premier"),
        ("f", "reading every section"),
        (" ", "PAUSED"),
        ("F", "the screen is paused"),
        (" ", "Premier"),
        ("m", "Alerts and messages"),
        ("m", "Premier"),
        (":", "no such text"),
    ] {
        monitor.press(key);
        if key == ":" {
            monitor.wait_for(&["Command"]);
            monitor.press("\u{3}");
            monitor.wait_for_no("Command");
        } else {
            monitor.wait_for(&[shown]);
        }
    }
    left(monitor);
}

#[test]
fn the_champion_is_frozen_with_a_reason_and_thawed() {
    let stage = Stage::trained();
    let mut monitor = at_home(&stage);
    let reason = "\u{1b}[Zcup week\r\r";
    answer(
        &mut monitor,
        "F",
        "Freeze the champion",
        reason,
        "only a person changes it",
    );
    monitor.wait_until("the freeze is known", |screen| screen.contents().contains("cup week"));
    answer(&mut monitor, "U", "Thaw the champion", "\t\r", "the champion is thawed");
    left(monitor);
    let audited = "SELECT count(*) FROM audit_entries WHERE action IN ('freeze', 'thaw') AND outcome = 'done'";
    assert_eq!(stage.count(audited), 2);
}

#[test]
fn an_alert_is_acknowledged() {
    let stage = Stage::trained();
    let mut monitor = at_home(&stage);
    // The seasons of the stage are over for years: something is overdue.
    monitor.press("6");
    monitor.wait_until("an alert", |screen| {
        let contents = screen.contents();
        contents.contains("warning") || contents.contains("critical")
    });
    answer(&mut monitor, "a", "Acknowledge an alert", "\t\r", "accepted");
    left(monitor);
    let audited = "SELECT count(*) FROM audit_entries WHERE action = 'acknowledge' AND outcome = 'done'";
    assert_eq!(stage.count(audited), 1);
}

#[test]
fn a_list_is_written_and_a_row_goes_to_the_clipboard() {
    let stage = Stage::trained();
    let mut monitor = at_home(&stage);
    monitor.press("e");
    monitor.wait_for(&["Write a file"]);
    monitor.press("\r");
    monitor.wait_for(&["wrote /"]);
    monitor.press("jy");
    monitor.wait_for(&["sent to the terminal's clipboard"]);
    let bytes = left(monitor).bytes;
    // The row begins with `E0  P`.
    assert!(String::from_utf8_lossy(&bytes).contains("\u{1b}]52;c;RTAgIF"));
    let entries = fs::read_dir(stage.home.path())
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let written: Vec<_> = entries
        .filter(|path| path.extension().is_some_and(|extension| extension == "csv"))
        .collect();
    let [file] = &written[..] else { panic!("{written:?}") };
    assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
    let text = fs::read_to_string(file).unwrap();
    assert!(text.starts_with("league,") && text.lines().count() == 2, "{text}");
}

#[test]
fn the_mouse_is_taken_and_given_back() {
    const OFF: &str = "\u{1b}[?1006l\u{1b}[?1000l";
    let stage = Stage::trained();
    let mut monitor = at_home(&stage);
    assert!(!monitor.takes_mouse());
    monitor.press("M");
    monitor.wait_for(&["Shift selects text"]);
    assert!(monitor.takes_mouse());
    // A click on the pane at the lower left gives it the focus, and z opens it alone.
    monitor.press("\u{1b}[<0;10;30M\u{1b}[<0;10;30m");
    monitor.press("z");
    monitor.wait_until("the sources alone", |screen| {
        let contents = screen.contents();
        contents.contains("results E0") && !contents.contains("climatology")
    });
    let bytes = left(monitor).bytes;
    let text = String::from_utf8_lossy(&bytes);
    let end = text.rfind(OFF).unwrap();
    assert!(text[end..].ends_with("\u{1b}[?25h\u{1b}[?2004l\u{1b}[0m\u{1b}[?1049l"));
}
