use std::sync::mpsc;

use portable_pty::CommandBuilder;

use super::pty::Terminal;
use crate::tui::terminal::{self, Session};

/// What the test below runs in a terminal of its own.
#[test]
#[ignore = "it panics, in a terminal that another test makes for it"]
fn takes_the_terminal_and_panics() {
    let (sender, _inbox) = mpsc::sync_channel(1);
    terminal::install_panic_hook(sender);
    let _session = Session::enter(None).unwrap();
    panic!("the screen's own thread");
}

#[test]
fn a_panic_gives_the_terminal_back_and_is_reported() {
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.args(["--ignored", "--exact", "--nocapture", "--test-threads=1"]);
    command.arg("tui::tests::panics::takes_the_terminal_and_panics");
    let left = Terminal::start(command, 80, 24).wait_for_exit();
    let text = String::from_utf8_lossy(&left.bytes).into_owned();
    let restored = text.find("\u{1b}[?25h\u{1b}[?2004l\u{1b}[0m\u{1b}[?1049l");
    let reported = text.find("the screen's own thread");
    assert!(restored.is_some() && restored < reported, "{text:?}");
    assert!(left.modes_are_back);
    assert_eq!(left.code, 101);
}
