//! However the monitor ends, the terminal is as it was, and nothing stays behind.

use portable_pty::CommandBuilder;
use rustix::process::{Signal, WaitOptions, kill_process, kill_process_group, waitpid};

use super::{
    stage::{Stage, child},
    terminal::{Left, Terminal},
};

/// Cursor shown, pasting as before, colours reset, the shell's screen: in this order, and nothing after it.
const RESTORE: &[u8] = b"\x1b[?25h\x1b[?2004l\x1b[0m\x1b[?1049l";

fn assert_restored(left: &Left) {
    let tail = left.bytes.len().saturating_sub(RESTORE.len());
    assert_eq!(
        String::from_utf8_lossy(&left.bytes[tail..]),
        String::from_utf8_lossy(RESTORE)
    );
    assert!(left.modes_are_back, "the terminal is still raw");
}

#[test]
fn quitting_gives_the_terminal_back() {
    for keys in ["q", "\u{3}"] {
        let stage = Stage::empty();
        let mut monitor = stage.monitor(80, 24);
        monitor.wait_for(&["never trained"]);
        assert!(!monitor.is_given_back());
        monitor.press(keys);
        let left = monitor.wait_for_exit();
        assert_eq!(left.code, 0);
        assert_restored(&left);
    }
}

#[test]
fn signals_give_the_terminal_back() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::QUIT, 131)] {
        let stage = Stage::empty();
        let monitor = stage.monitor(80, 24);
        monitor.wait_for(&["never trained"]);
        monitor.signal(Signal::INT);
        monitor.signal(signal);
        let left = monitor.wait_for_exit();
        assert_eq!(left.code, code, "INT is for children");
        assert_restored(&left);
    }
}

/// As after a lost connection, and as under a wrapper that keeps SIGHUP away.
#[test]
fn a_monitor_ends_with_its_terminal() {
    for is_told_by_signal in [true, false] {
        let stage = Stage::empty();
        let mut command = stage.command(&[]);
        command.set_controlling_tty(is_told_by_signal);
        let mut monitor = Terminal::start(command, 80, 24);
        monitor.wait_for(&["never trained"]);
        monitor.hang_up();
        assert_eq!(monitor.wait_for_end(), 129);
    }
}

#[test]
fn a_suspended_monitor_comes_back_with_its_picture() {
    let stage = Stage::empty();
    let monitor = stage.command(&[]);
    let mut command = CommandBuilder::new("sh");
    command.args(["-c", "\"$0\"; echo left with $?"]);
    command.arg(&monitor.get_argv()[0]);
    command.env_clear();
    for (name, value) in monitor.iter_extra_env_as_str() {
        command.env(name, value);
    }
    let mut shell = Terminal::start(command, 80, 24);
    shell.wait_for(&["never trained"]);
    kill_process(child(shell.pid), Signal::TSTP).unwrap();
    // The whole group sleeps, and with it the shell, which is a child of this test.
    waitpid(Some(shell.pid), WaitOptions::UNTRACED).unwrap();
    shell.wait_until("the shell's screen", |screen| !screen.alternate_screen());
    assert!(shell.is_given_back());

    kill_process_group(shell.pid, Signal::CONT).unwrap();
    shell.wait_until("the picture", |screen| {
        screen.alternate_screen() && screen.contents().contains("never trained")
    });
    shell.press("q");
    shell.wait_for(&["left with 0"]);
    assert_eq!(shell.wait_for_exit().code, 0);
}

#[test]
fn without_a_terminal_it_says_what_to_do() {
    let stage = Stage::empty();
    let refused = stage.home.touchline(&[]).assert().code(1);
    let error = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
    assert!(error.contains("touchline status"), "{error}");
}
