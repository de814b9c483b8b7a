use insta::assert_snapshot;
use touchline::{
    domain::{CATALOG, Verdict},
    engine::Snapshot,
};

use crate::tui::fixture::{self, Colors, league, model, press, shot, with_logs};

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (200, 50)];

fn overview(name: &str, snapshot: &Snapshot) {
    for (columns, rows) in SIZES {
        let mut model = model(snapshot.clone(), columns, rows);
        with_logs(&mut model, 2);
        assert_snapshot!(format!("{name}_{columns}x{rows}"), shot(&model, Colors::True));
    }
}

#[test]
fn overview_normal() {
    overview("normal", &fixture::normal());
}

#[test]
fn overview_loading() {
    overview("loading", &fixture::loading());
}

#[test]
fn overview_trouble() {
    overview("trouble", &fixture::trouble());
}

#[test]
fn overview_empty() {
    overview("empty", &fixture::empty());
}

#[test]
fn overview_while_training() {
    overview("training", &fixture::running());
}

#[test]
fn overview_without_its_database() {
    overview("lost", &fixture::lost());
}

#[test]
fn one_section_failed() {
    let model = model(fixture::section_failed(), 120, 36);
    assert_snapshot!(shot(&model, Colors::True));
}

#[test]
fn a_replay() {
    let model = model(fixture::demo(), 120, 36);
    assert_snapshot!(shot(&model, Colors::True));
}

#[test]
fn production_and_frozen() {
    let mut model = model(fixture::production(), 140, 36);
    press(&mut model, &["space"]);
    assert_snapshot!(shot(&model, Colors::True));
}

#[test]
fn panes_zoomed() {
    for (name, keys) in [
        ("model", &["shift-tab", "z"][..]),
        ("drift", &["down", "down", "z"]),
        ("data", &["tab", "down", "z"]),
        ("training", &["tab", "tab", "down", "z"]),
    ] {
        let mut model = model(fixture::trouble(), 120, 30);
        press(&mut model, keys);
        assert_snapshot!(format!("zoomed_{name}"), shot(&model, Colors::True));
    }
}

#[test]
fn a_list_that_is_longer_than_the_screen() {
    let mut snapshot = fixture::trouble();
    let rows = snapshot.sections.league_drift.value.as_mut().unwrap();
    let more = CATALOG
        .iter()
        .map(|of| league(of.code, of.name, Verdict::Normal, -0.002, 80));
    let more: Vec<_> = more
        .filter(|more| rows.iter().all(|row| row.league != more.league))
        .collect();
    rows.extend(more);
    let mut model = model(snapshot, 80, 24);
    assert_snapshot!("long_list_first_page", shot(&model, Colors::True));
    press(&mut model, &["pagedown", "pagedown"]);
    assert_snapshot!("long_list_next_page", shot(&model, Colors::True));
    press(&mut model, &["end"]);
    assert_snapshot!("long_list_last_page", shot(&model, Colors::True));
}

#[test]
fn each_pane_open_at_80x24() {
    for (name, keys) in [
        ("model", &["shift-tab"][..]),
        ("data", &["tab"]),
        ("training", &["tab", "tab"]),
    ] {
        let mut model = model(fixture::running(), 80, 24);
        press(&mut model, keys);
        assert_snapshot!(format!("open_{name}_80x24"), shot(&model, Colors::True));
    }
}

#[test]
fn confirm_a_training() {
    let mut model = model(fixture::production(), 100, 30);
    press(&mut model, &["down", "r", "tab", "E", "2"]);
    assert_snapshot!("confirm_typed", shot(&model, Colors::True));
    let mut model = self::model(fixture::normal(), 80, 24);
    press(&mut model, &["r"]);
    assert_snapshot!("confirm", shot(&model, Colors::True));
    let mut model = self::model(fixture::running(), 80, 24);
    press(&mut model, &["x"]);
    assert_snapshot!("confirm_cancel", shot(&model, Colors::True));
}

#[test]
fn the_answer_is_seen_on_the_smallest_screen() {
    let mut model = model(fixture::production(), 60, 15);
    press(&mut model, &["down", "r", "tab"]);
    assert_snapshot!("confirm_60x15", shot(&model, Colors::True));
}

#[test]
fn help_palette_messages_and_filter() {
    let mut model = model(fixture::normal(), 100, 32);
    press(&mut model, &["?"]);
    assert_snapshot!("help", shot(&model, Colors::True));
    press(&mut model, &["end"]);
    assert_snapshot!("help_end", shot(&model, Colors::True));
    press(&mut model, &["esc", ":", "r", "e"]);
    assert_snapshot!("palette", shot(&model, Colors::True));
    model.take_snapshot(fixture::trouble().into());
    press(&mut model, &["esc", "x", "f", "m"]);
    assert_snapshot!("messages", shot(&model, Colors::True));
    press(&mut model, &["esc", "/", "!", "n", "o", "r"]);
    assert_snapshot!("filter", shot(&model, Colors::True));
}

#[test]
fn logs() {
    let mut model = model(fixture::normal(), 100, 24);
    press(&mut model, &["7"]);
    assert_snapshot!("logs_none", shot(&model, Colors::True));
    with_logs(&mut model, 60);
    assert_snapshot!("logs_following", shot(&model, Colors::True));
    press(&mut model, &["/", "l", "i", "n", "e", "enter", "E"]);
    assert_snapshot!("logs_search", shot(&model, Colors::True));
}

#[test]
fn too_small() {
    assert_snapshot!(shot(&model(fixture::trouble(), 40, 8), Colors::True));
}

#[test]
fn ascii() {
    let mut model = model(fixture::running(), 120, 40);
    press(&mut model, &["down"]);
    let shot = shot(&model, Colors::Ascii);
    let foreign: String = shot.chars().filter(|c| !c.is_ascii()).collect();
    assert_eq!(foreign, "ü", "only names of leagues are their own");
    assert_snapshot!(shot);
}
