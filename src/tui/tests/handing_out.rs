//! Files and the clipboard.

use touchline::domain::SafeText;

use crate::tui::{
    fixture::{self, Colors, look, model, press, shot, with_logs},
    message::{Content, Effect, Msg},
    model::{Model, Overlay, ToastLevel},
    update::update,
    view::text,
};

fn written(effects: Vec<Effect>) -> (String, &'static str, Content) {
    match <[Effect; 1]>::try_from(effects) {
        Ok(
            [
                Effect::Export {
                    name,
                    extension,
                    content,
                },
            ],
        ) => (name, extension, content),
        other => panic!("{other:?}"),
    }
}

fn lines(content: &Content) -> Vec<&str> {
    match content {
        Content::Text(text) => text.lines().collect(),
        Content::Screen => panic!("the screen is not known yet"),
    }
}

#[test]
fn the_list_is_written_as_it_is_shown() {
    let mut model = model(fixture::trouble(), 120, 40);
    press(&mut model, &["/", "H", "I", "G", "H", "enter", "e"]);
    let menu = shot(&model, Colors::True);
    for item in [
        "Drift as CSV, the 1 of ",
        "Drift as JSON",
        "whole snapshot",
        "screen as text",
    ] {
        assert!(menu.contains(item), "{item}: {menu}");
    }
    let (name, extension, content) = written(press(&mut model, &["enter"]));
    assert_eq!((name.as_str(), extension), ("drift", "csv"));
    let rows = lines(&content);
    assert!(rows[0].starts_with("league,matches,skill,skill_se,"), "{rows:?}");
    assert!(rows.len() == 2 && rows[1].starts_with("E2 "), "{rows:?}");
    let (_, extension, content) = written(press(&mut model, &["e", "down", "enter"]));
    let json: serde_json::Value = serde_json::from_str(&lines(&content).join("\n")).unwrap();
    assert_eq!((extension, json[0]["matches"].is_u64()), ("json", true));
    assert!(model.overlay.is_none());
}

#[test]
fn the_snapshot_is_written_as_status_prints_it() {
    let mut model = model(fixture::normal(), 120, 40);
    let (name, _, content) = written(press(&mut model, &["e", "down", "down", "enter"]));
    assert_eq!(name, "snapshot");
    let expected = touchline::report::to_json(&model.snapshot).unwrap();
    assert_eq!(content, Content::Text(expected + "\n"));
}

#[test]
fn the_screen_is_written_without_the_menu() {
    let mut model = model(fixture::normal(), 120, 40);
    let (_, extension, content) = written(press(&mut model, &["e", "G", "down", "down", "down", "down", "enter"]));
    assert_eq!((extension, content), ("txt", Content::Screen));
    let text = text(&model, &look(Colors::True));
    assert_eq!(text.trim_end(), shot(&model, Colors::True).trim_end());
    assert!(!text.contains("Write a file"));
}

#[test]
fn log_lines_are_written_with_their_level() {
    let mut model = model(fixture::normal(), 120, 40);
    with_logs(&mut model, 9);
    let (name, _, content) = written(press(&mut model, &["7", "w", "enter"]));
    assert_eq!(name, "log");
    let rows = lines(&content);
    assert_eq!(rows.len(), 8, "debug is not shown");
    assert!(
        rows.iter().any(|row| row.contains("Z ERROR engine: data_freshness")),
        "{rows:?}"
    );
}

#[test]
fn where_a_file_is_or_why_not() {
    let mut model = model(fixture::normal(), 120, 40);
    update(&mut model, Msg::Saved(Ok("/tmp/touchline-runs.csv".into())));
    assert!(shot(&model, Colors::True).contains("wrote /tmp/touchline-runs.csv"));
    update(&mut model, Msg::Saved(Err("/: Permission denied".into())));
    let toast = model.toasts.current().unwrap();
    assert_eq!(
        (toast.level, toast.text.as_str()),
        (ToastLevel::Failed, "nothing was written: /: Permission denied")
    );
}

fn copied(model: &mut Model) -> Vec<SafeText> {
    match press(model, &["y"]).pop() {
        Some(Effect::Copy(cells)) => cells,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_selected_row_goes_to_the_clipboard() {
    let mut model = model(fixture::trouble(), 120, 40);
    assert_eq!(press(&mut model, &["y"]), []);
    assert_eq!(
        model.toasts.current().unwrap().text.as_str(),
        "copy: no row is selected; j selects the first"
    );
    press(&mut model, &["j"]);
    let cells = copied(&mut model);
    assert!(cells[0].as_str().starts_with("E2 ") && cells[1].as_str().parse::<u64>().is_ok());
    let told = model.toasts.current().unwrap().text.to_string();
    assert!(told.starts_with("sent to the terminal's clipboard (") && told.ends_with("some terminals ignore it"));
    with_logs(&mut model, 3);
    press(&mut model, &["7"]);
    assert!(copied(&mut model)[0].as_str().contains("INFO training: #218"));
}

#[test]
fn a_row_that_is_too_long_is_not_cut() {
    let mut snapshot = fixture::trouble();
    snapshot.sections.league_drift.value.as_mut().unwrap()[0].name = "x".repeat(80_000).into();
    let mut model = model(snapshot, 120, 40);
    assert_eq!(press(&mut model, &["j", "y"]), []);
    assert!(
        model
            .toasts
            .current()
            .unwrap()
            .text
            .as_str()
            .contains("more than terminals take")
    );
}

#[test]
fn the_menu_is_left_by_escape() {
    let mut model = model(fixture::normal(), 120, 40);
    press(&mut model, &["e"]);
    assert!(matches!(model.overlay, Some(Overlay::Export { .. })));
    assert_eq!(press(&mut model, &["esc"]), []);
    assert!(model.overlay.is_none());
}
