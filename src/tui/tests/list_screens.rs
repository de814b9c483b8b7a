//! The screens Data, Training and System.

use insta::assert_snapshot;
use touchline::engine::Snapshot;

use crate::tui::{
    fixture::{self, Colors, model, press, shot, with_logs},
    model::ScreenId,
};

const SIZES: [(u16, u16); 4] = [(80, 24), (100, 24), (120, 40), (200, 60)];

fn on(screen: ScreenId, name: &str, snapshot: &Snapshot) {
    for (columns, rows) in SIZES {
        let mut model = model(snapshot.clone(), columns, rows);
        with_logs(&mut model, 2);
        model.go_to(screen);
        let name = format!("{}_{name}_{columns}x{rows}", screen.title().to_lowercase());
        assert_snapshot!(name, shot(&model, Colors::True));
    }
}

#[test]
fn data() {
    on(ScreenId::Data, "trouble", &fixture::data_trouble());
    on(ScreenId::Data, "normal", &fixture::normal());
}

#[test]
fn training() {
    on(ScreenId::Training, "running", &fixture::training_decided());
    on(ScreenId::Training, "frozen", &fixture::frozen());
}

#[test]
fn system() {
    on(ScreenId::System, "trouble", &fixture::services_down());
    on(ScreenId::System, "normal", &fixture::normal());
}

#[test]
fn without_values() {
    for screen in [ScreenId::Data, ScreenId::Training, ScreenId::System] {
        for (name, snapshot) in [
            ("loading", fixture::loading()),
            ("empty", fixture::empty()),
            ("stale", fixture::lost()),
            ("failed", fixture::failed()),
        ] {
            let mut model = model(snapshot, 120, 40);
            model.go_to(screen);
            let name = format!("{}_{name}", screen.title().to_lowercase());
            assert_snapshot!(name, shot(&model, Colors::True));
        }
    }
}

/// Every pane can be opened on the smallest screen, and says there what it is about.
#[test]
fn each_pane_open_at_80x24() {
    for (screen, snapshot) in [
        (ScreenId::Data, fixture::data_trouble()),
        (ScreenId::Training, fixture::training_decided()),
        (ScreenId::System, fixture::services_down()),
    ] {
        let mut model = model(snapshot, 80, 24);
        model.go_to(screen);
        for _ in model.panes() {
            press(&mut model, &["tab"]);
            let pane = model.focus().title().to_lowercase().replace(' ', "_");
            assert_snapshot!(format!("open_{pane}_80x24"), shot(&model, Colors::True));
        }
    }
}

#[test]
fn panes_zoomed() {
    for (screen, snapshot, keys) in [
        (ScreenId::Data, fixture::data_trouble(), &["down", "z"][..]),
        (ScreenId::Training, fixture::frozen(), &["tab", "z"]),
        (
            ScreenId::System,
            fixture::services_down(),
            &["tab", "down", "down", "z"],
        ),
    ] {
        let mut model = model(snapshot, 120, 30);
        model.go_to(screen);
        press(&mut model, keys);
        let pane = model.focus().title().to_lowercase().replace(' ', "_");
        assert_snapshot!(format!("zoomed_{pane}"), shot(&model, Colors::True));
    }
}

/// The gate tells of the version that is selected, else of the latest decision.
#[test]
fn the_gate_follows_the_selected_version() {
    let mut model = model(fixture::frozen(), 200, 60);
    model.go_to(ScreenId::Training);
    assert!(shot(&model, Colors::True).contains("refresh on dc-2026w47.1"));
    press(&mut model, &["tab", "tab", "down"]);
    assert!(shot(&model, Colors::True).contains("specification on dc-2026w47.3"));
}

#[test]
fn ascii_and_no_colour() {
    for (screen, snapshot) in [
        (ScreenId::Data, fixture::data_trouble()),
        (ScreenId::Training, fixture::training_decided()),
        (ScreenId::System, fixture::services_down()),
    ] {
        let mut model = model(snapshot, 120, 40);
        model.go_to(screen);
        let name = screen.title().to_lowercase();
        let ascii = shot(&model, Colors::Ascii);
        assert!(ascii.is_ascii(), "{name}: {ascii}");
        assert_snapshot!(format!("{name}_ascii"), ascii);
        assert_snapshot!(format!("{name}_no_colour"), shot(&model, Colors::None));
    }
}
