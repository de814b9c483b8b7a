//! What goes over the wire, byte by byte.

use std::time::Duration;

use super::{
    stage::Stage,
    terminal::{Left, Terminal, escapes},
};

fn left(mut monitor: Terminal) -> Left {
    monitor.press("q");
    monitor.wait_for_exit()
}

/// Nothing changed, nothing sent. The minute may turn once while this waits, and an age with it.
#[test]
fn an_idle_monitor_sends_nothing() {
    /// Twenty polls and five ticks of the clock.
    const A_WHILE: Duration = Duration::from_secs(5);
    let stage = Stage::trained();
    let monitor = stage.monitor(200, 50);
    monitor.wait_for(&["champion dc-", "Premier"]);
    monitor.read();
    let sent: Vec<usize> = (0..4)
        .map(|_| monitor.bytes_in(A_WHILE))
        .take_while(|bytes| *bytes > 0)
        .collect();
    assert!(sent.len() < 4, "{sent:?} bytes");
    left(monitor);
}

#[test]
fn no_color_sends_no_colour() {
    let stage = Stage::trained();
    let mut command = stage.command(&[]);
    command.env("NO_COLOR", "1");
    let mut monitor = Terminal::start(command, 120, 40);
    monitor.wait_for(&["champion dc-", "Premier"]);
    monitor.press("\u{1b}[B");
    monitor.read();
    let escapes = escapes(&left(monitor).bytes);
    let styles: Vec<_> = escapes
        .iter()
        .filter_map(|sequence| sequence.strip_prefix('[')?.strip_suffix('m'))
        .flat_map(|parameters| parameters.split(';'))
        .collect();
    let is_colour = |parameter: &&str| {
        parameter
            .parse()
            .is_ok_and(|number: u32| (30..=38).contains(&number) || (40..=48).contains(&number) || number >= 90)
    };
    let colours: Vec<_> = styles.iter().filter(|parameter| is_colour(parameter)).collect();
    assert!(colours.is_empty(), "{colours:?}");
    assert!(styles.contains(&"7"), "the selected row is marked without colour");
}

/// Names and messages that would clear the screen, set the title, write the clipboard, ask the terminal a question that
/// it answers as if typed, or turn the text around.
#[test]
fn hostile_text_stays_text() {
    let stage = Stage::trained();
    stage.execute(
        "UPDATE leagues SET name = \
         'A' || char(27) || '[2J' || char(27) || ']0;title' || char(7) || char(0x9b) || '6n' || char(0x202e) || 'Z'",
    );
    stage.execute(
        "UPDATE training_runs SET state = 'failed', requested_by = char(27) || '[6nHOST', \
         message = 'no' || char(27) || ']52;c;aGk=' || char(7) || char(27) || 'P1$r' || char(27) || '\\' || 'LUCK'",
    );
    let mut monitor = stage.monitor(200, 50);
    monitor.wait_for(&["champion dc-", "failed"]);
    monitor.read();
    monitor.press("\t\t\u{1b}[B");
    monitor.read();
    monitor.press("z");
    monitor.wait_for(&["LUCK", "HOST"]);
    let bytes = left(monitor).bytes;
    for sequence in escapes(&bytes) {
        let is_own = [
            "[?1049h", "[?1049l", "[?2004h", "[?2004l", "[?25h", "[?25l", "[?2026h", "[?2026l", "[2J",
        ]
        .contains(&sequence.as_str())
            || (sequence.starts_with('[')
                && sequence.ends_with(['H', 'm'])
                && sequence[1..sequence.len() - 1]
                    .chars()
                    .all(|c| c.is_ascii_digit() || c == ';' || c == ':'));
        assert!(is_own, "{sequence:?}");
    }
    let text = String::from_utf8(bytes).unwrap();
    let cleared = text.matches("\u{1b}[2J").count();
    assert_eq!(cleared, 1, "the monitor's own first frame clears, and nothing else");
    assert!(!text.contains(['\u{7}', '\u{9b}', '\u{202e}']));
}
