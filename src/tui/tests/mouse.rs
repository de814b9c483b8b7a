//! The mouse moves and selects; it never does.

use proptest::prelude::*;

use crate::tui::{
    fixture::{self, Colors, model, press, shot, with_logs},
    input::{Gesture, Mouse},
    listing::ListId,
    message::{Effect, Msg},
    model::{Model, Overlay, Pane, ScreenId},
    update::update,
};

fn gesture(model: &mut Model, gesture: Gesture, column: u16, row: u16) {
    let effects = update(model, Msg::Mouse(Mouse { gesture, column, row }));
    assert_eq!(effects, [], "a gesture has no effect beyond the screen");
}

/// Where a text stands on the screen, below the headline.
fn place(model: &Model, text: &str) -> (u16, u16) {
    let screen = shot(model, Colors::True);
    let found = screen.lines().enumerate().skip(1).find_map(|(row, line)| {
        let before = line.split_once(text)?.0;
        Some((before.chars().count(), row))
    });
    let (column, row) = found.unwrap_or_else(|| panic!("no {text:?} in\n{screen}"));
    (u16::try_from(column).unwrap(), u16::try_from(row).unwrap())
}

fn click(model: &mut Model, text: &str) {
    let (column, row) = place(model, text);
    gesture(model, Gesture::Click, column, row);
}

fn taken(columns: u16, rows: u16) -> Model {
    let mut model = model(fixture::trouble(), columns, rows);
    assert_eq!(press(&mut model, &["M"]), [Effect::Mouse(true)]);
    model
}

#[test]
fn it_is_off_until_it_is_taken() {
    let mut off = model(fixture::trouble(), 120, 40);
    click(&mut off, "SP2");
    assert!(off.lists.selection(ListId::Leagues).is_none());
    let mut on = taken(120, 40);
    assert!(shot(&on, Colors::True).contains("Shift selects text"));
    assert_eq!(press(&mut on, &["M"]), [Effect::Mouse(false)]);
    assert!(!shot(&on, Colors::True).contains("Shift selects text"));
}

#[test]
fn a_click_selects_what_stands_there() {
    let mut model = taken(120, 40);
    let wanted = model.listing(ListId::Leagues).ids();
    for (index, row) in wanted.iter().enumerate().take(5) {
        let name = match row {
            crate::tui::listing::RowId::Name(name) => format!("{:<3} ", name.as_str()),
            crate::tui::listing::RowId::Number(_) => panic!(),
        };
        click(&mut model, &name);
        assert_eq!(model.lists.selection(ListId::Leagues), Some(row), "row {index}");
    }
    click(&mut model, "odds E1");
    assert_eq!(model.focus(), Pane::Data);
    assert!(
        model
            .lists
            .selection(ListId::Sources)
            .is_some_and(|id| id.is("odds E1"))
    );
}

#[test]
fn on_a_narrow_screen_a_click_on_a_line_opens_its_pane() {
    let mut model = taken(80, 24);
    click(&mut model, "Training ");
    assert_eq!(model.focus(), Pane::Training);
}

#[test]
fn the_wheel_moves_the_list_under_it() {
    let mut model = taken(120, 40);
    let (column, row) = place(&model, "odds E1");
    gesture(&mut model, Gesture::WheelDown, column, row);
    gesture(&mut model, Gesture::WheelDown, column, row);
    assert_eq!(model.focus(), Pane::Data);
    let ids = model.listing(ListId::Sources).ids();
    assert!(model.selected(ListId::Sources, &ids).unwrap() > 0);
}

#[test]
fn log_lines_are_pointed_at() {
    let mut model = taken(120, 40);
    with_logs(&mut model, 60);
    press(&mut model, &["7"]);
    let (column, row) = place(&model, "league 55 fitted");
    gesture(&mut model, Gesture::Click, column, row);
    let current = model.logs.current().unwrap();
    assert!(current.text.as_str().contains("league 55"));
    assert_eq!(model.screen, ScreenId::Logs);
}

#[test]
fn a_question_is_answered_by_keys_alone() {
    let mut model = taken(120, 40);
    model.snapshot = std::sync::Arc::new(fixture::normal());
    press(&mut model, &["R", "tab"]);
    click(&mut model, "[ Retrain ]");
    assert!(matches!(model.overlay, Some(Overlay::Confirm(_))), "still asking");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_gesture_anywhere(
        (columns, rows) in (0u16..160, 0u16..60),
        screen in proptest::sample::select(ScreenId::ALL.to_vec()),
        gestures in proptest::collection::vec((0usize..3, 0u16..180, 0u16..70), 1..6),
    ) {
        let mut model = model(fixture::to_act_on(), columns, rows);
        model.mouse = true;
        model.go_to(screen);
        for (which, column, row) in gestures {
            gesture(&mut model, [Gesture::Click, Gesture::WheelUp, Gesture::WheelDown][which], column, row);
        }
        prop_assert!(model.overlay.is_none());
    }
}
