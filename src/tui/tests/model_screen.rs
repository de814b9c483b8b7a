use insta::assert_snapshot;
use touchline::engine::Snapshot;

use crate::tui::{
    fixture::{self, Colors, model, press, shot},
    model::Model,
};

fn opened(snapshot: impl Into<std::sync::Arc<Snapshot>>, columns: u16, rows: u16) -> Model {
    let mut model = model(snapshot, columns, rows);
    press(&mut model, &["2"]);
    model
}

#[test]
fn at_every_size() {
    for (columns, rows) in [(120, 40), (200, 60)] {
        let model = opened(fixture::challenged(), columns, rows);
        assert_snapshot!(format!("{columns}x{rows}"), shot(&model, Colors::True));
    }
}

#[test]
fn every_pane_at_80x24() {
    let mut model = opened(fixture::challenged(), 80, 24);
    for pane in [
        "scores",
        "history",
        "candidates",
        "reliability",
        "fixtures",
        "divergence",
    ] {
        assert_snapshot!(format!("80x24_{pane}"), shot(&model, Colors::True));
        press(&mut model, &["tab"]);
    }
}

type State = fn() -> Snapshot;

#[test]
fn in_every_state() {
    let states: [(&str, State); 5] = [
        ("loading", fixture::loading),
        ("empty", fixture::empty),
        ("stale", fixture::lost),
        ("watch", fixture::trouble),
        ("failed", fixture::model_failed),
    ];
    for (name, snapshot) in states {
        assert_snapshot!(name, shot(&opened(snapshot(), 120, 40), Colors::True));
    }
}

#[test]
fn without_unicode_and_without_colour() {
    let ascii = shot(&opened(fixture::challenged(), 120, 40), Colors::Ascii);
    assert!(ascii.is_ascii());
    assert_snapshot!("ascii", ascii);
    assert_snapshot!("no_colour", shot(&opened(fixture::trouble(), 120, 40), Colors::None));
}
