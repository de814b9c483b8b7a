//! A configuration that is edited while the monitor runs, and profiles that are chosen.

use std::fs;

use super::stage::{CONFIGURATION, Stage};
use crate::terminal::Terminal;

#[test]
fn an_edited_configuration_is_in_force_and_a_broken_one_is_not() {
    let stage = Stage::empty();
    stage.home.configure(CONFIGURATION);
    let mut monitor = stage.monitor(140, 40);
    monitor.wait_for(&["no model has been trained yet", "╭"]);

    let edited = format!("{CONFIGURATION}[monitor]\nascii = true\n[monitor.keys]\nhelp = [\"h\"]\n");
    stage.home.configure(&edited);
    monitor.wait_for(&["configuration: in force now: ascii, keys"]);
    monitor.wait_for_no("╭");
    monitor.press("h");
    monitor.wait_for(&["Give the whole screen"]);
    monitor.press("\u{1b}");
    monitor.wait_for_no("Give the whole screen");

    stage.home.configure(&format!("{edited}zoom = [\"q\"]\n"));
    monitor.wait_for(&[
        "configuration not in force: [monitor.keys] in line ",
        "q is bound to both",
    ]);
    stage.home.configure(&format!("{edited}[training]\nridge = many\n"));
    monitor.wait_for(&["configuration not in force", "has a mistake in line "]);
    monitor.press("h");
    monitor.wait_for(&["Give the whole screen"]);
    monitor.press("\u{1b}");
    monitor.wait_for_no("Give the whole screen");
    assert!(
        monitor.read().contains("configuration not in force"),
        "until it is mended"
    );

    stage.home.configure(&edited);
    monitor.wait_for(&["configuration: mended"]);
    monitor.wait_for_no("not in force");

    stage
        .home
        .configure(&format!("{edited}[freshness]\nresults-warn-hours = 1\n"));
    monitor.wait_for(&["the engine starts anew for: freshness", "no model has been trained yet"]);
    monitor.press(":reload\r");
    monitor.wait_for(&["configuration: nothing is different"]);
    monitor.press("q");
    assert_eq!(monitor.wait_for_exit().code, 0);
}

#[test]
fn another_profile_takes_the_place_of_this_one() {
    let stage = Stage::trained();
    stage.home.configure(&format!(
        "{CONFIGURATION}[profiles.default]\ndatabase = '{}'\n[profiles.empty]\ndatabase = '{}'\nproduction = true\n\
         [profiles.lost]\ndatabase = '/dev/null/lost.db'\n",
        stage.home.database().display(),
        stage.home.path().join("empty.db").display(),
    ));
    let mut command = stage.command(&[]);
    command.env_remove("TOUCHLINE_DB");
    let mut monitor = Terminal::start(command, 120, 40);
    monitor.wait_for(&["touchline · default", "champion dc-"]);
    monitor.press("\u{10}");
    monitor.wait_for(&["empty.db", "production", "shown", "/dev/null/lost.db"]);
    monitor.press("j\r");
    monitor.wait_for(&["touchline ·  empty", "no model has been trained yet"]);
    assert!(!monitor.read().contains("champion dc-"));

    monitor.press("\u{10}j\r");
    monitor.wait_for(&["profile lost cannot be opened, empty stays"]);
    monitor.press("\u{10}k\r");
    monitor.wait_for(&["touchline · default", "champion dc-"]);
    monitor.press("q");
    assert_eq!(monitor.wait_for_exit().code, 0);
}

#[test]
fn a_named_database_is_not_left_for_a_profile() {
    let stage = Stage::empty();
    stage.home.configure("[profiles.other]\n");
    let mut monitor = stage.monitor(120, 40);
    monitor.wait_for(&["no model has been trained yet"]);
    monitor.press("\u{10}");
    monitor.wait_for(&["--db or TOUCHLINE_DB says which database it is"]);
    monitor.press("q");
    assert_eq!(monitor.wait_for_exit().code, 0);
    assert!(fs::exists(stage.home.database()).unwrap());
}
