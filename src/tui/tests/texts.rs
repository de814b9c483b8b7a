//! Help, palette and what was told.

use chrono::TimeDelta;

use crate::tui::{
    fixture::{self, Colors, model, press, shot},
    message::Msg,
    model::{Overlay, ScreenId, ToastLevel},
    update::update,
};

#[test]
fn help_begins_with_this_screen_and_finds() {
    let mut model = model(fixture::normal(), 120, 40);
    press(&mut model, &["7", "?"]);
    let screen = shot(&model, Colors::True);
    let (logs, everywhere) = (screen.find(" Logs").unwrap(), screen.find("Everywhere").unwrap());
    assert!(logs < everywhere);
    press(&mut model, &["/", "c", "l", "i", "m", "a", "t"]);
    let found = shot(&model, Colors::True);
    assert!(
        found.contains("outcome shares of three seasons") && !found.contains("Leave. A training"),
        "{found}"
    );
    press(&mut model, &["z", "z"]);
    assert!(shot(&model, Colors::True).contains("nothing speaks of it"));
    press(&mut model, &["enter", "esc"]);
    assert!(matches!(&model.overlay, Some(Overlay::Help(help)) if help.wanted.value().is_empty()));
    press(&mut model, &["esc"]);
    assert!(model.overlay.is_none() && model.screen == ScreenId::Logs);
}

#[test]
fn help_scrolls_to_its_end() {
    let mut model = model(fixture::normal(), 80, 24);
    press(&mut model, &["?", "G"]);
    assert!(shot(&model, Colors::True).contains("Standard error"));
    press(&mut model, &["ctrl-u", "g"]);
    assert!(!shot(&model, Colors::True).contains("Standard error"));
}

#[test]
fn the_palette_opens_screens_and_says_why_something_is_off() {
    let mut model = model(fixture::normal(), 120, 40);
    press(&mut model, &[":", "s", "y", "s", "enter"]);
    assert_eq!(model.screen, ScreenId::System);
    press(&mut model, &[":", "t", "h", "a", "w"]);
    assert!(shot(&model, Colors::True).contains("off: the champion is not frozen"));
    press(&mut model, &["esc", ":", "r", "b"]);
    let first = model.palette("rb").into_iter().next().unwrap();
    assert_eq!(first.spec.name, "roll-back");
}

#[test]
fn a_failure_is_not_typed_away_before_it_was_read() {
    let mut model = model(fixture::normal(), 120, 40);
    update(&mut model, Msg::Saved(Err("disk full".into())));
    press(&mut model, &["down"]);
    assert_eq!(model.toasts.current().unwrap().level, ToastLevel::Failed);
    update(&mut model, Msg::Clock(fixture::now() + TimeDelta::hours(1)));
    assert!(model.toasts.current().is_some(), "it stays until a key");
    press(&mut model, &["down"]);
    assert!(model.toasts.current().is_none());
    press(&mut model, &["m"]);
    assert!(shot(&model, Colors::True).contains("disk full"));
}

#[test]
fn half_pages() {
    let mut model = model(fixture::normal(), 120, 40);
    press(&mut model, &["z", "ctrl-d"]);
    let list = crate::tui::listing::ListId::Leagues;
    let ids = model.listing(list).ids();
    let half = model.selected(list, &ids).unwrap();
    assert!(half > 1, "{half}");
    press(&mut model, &["ctrl-u"]);
    assert_eq!(model.selected(list, &ids), Some(0));
}
