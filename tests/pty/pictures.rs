//! The pictures of the README: the demo, replayed to its end, as the real program shows it.

use std::{fs, path::Path, time::Duration};

use super::{stage::Stage, svg, terminal::Terminal};

const SIZE: (u16, u16) = (140, 40);
/// The replay of a season takes less than this on any machine, most of it for its weekly trainings.
const SEASON: u32 = 900;

const PICTURES: [(&str, &str, &str); 7] = [
    (
        "1",
        "overview",
        "Overview: model health, drift, data and training at a glance",
    ),
    ("2", "model", "Model: scores beside the market, history, reliability"),
    ("3", "drift", "Drift: every league with its tests"),
    (
        "4",
        "data",
        "Data: the age of every source, findings, held differences, quarantine",
    ),
    (
        "5",
        "training",
        "Training: progress, runs, the gate's decision, versions",
    ),
    ("6", "system", "System: services, alerts, workers, audit"),
    ("7", "logs", "Logs"),
];

#[test]
#[ignore = "draws the pictures of the README: make screenshots"]
fn the_demo_as_pictures() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/screens");
    fs::create_dir_all(&folder).unwrap();
    let stage = Stage::empty();
    let mut command = stage.command(&["demo", "--speed", "1000"]);
    command.env("COLORTERM", "truecolor");
    let mut demo = Terminal::start(command, SIZE.0, SIZE.1);
    let is_over = || demo.contents().contains("replay over");
    let seconds = (0..SEASON).find(|_| {
        demo.bytes_in(Duration::from_secs(1));
        is_over()
    });
    assert!(seconds.is_some(), "the replay never ends:\n{}", demo.contents());
    for (key, name, title) in PICTURES {
        demo.press(key);
        demo.read();
        let picture = demo.with_screen(|screen| svg::of(screen, title));
        fs::write(folder.join(format!("{name}.svg")), picture).unwrap();
    }
    demo.press("q");
    assert_eq!(demo.wait_for_exit().code, 0);
}
