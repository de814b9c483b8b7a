use std::{sync::Arc, time::Duration};

use proptest::prelude::*;
use ratatui::layout::Rect;
use touchline::{domain::SafeText, engine::Snapshot};

use crate::tui::{
    action::ACTIONS,
    fixture::{self, Colors, look, model, screen, with_logs},
    logging::Level,
    message::Msg,
    update::update,
    view::view,
};

fn snapshots() -> Vec<Snapshot> {
    vec![
        fixture::normal(),
        fixture::trouble(),
        fixture::running(),
        fixture::loading(),
        fixture::empty(),
        fixture::lost(),
        fixture::section_failed(),
        fixture::demo(),
        fixture::production(),
        fixture::to_act_on(),
    ]
}

fn any_key() -> impl Strategy<Value = &'static str> {
    let named: Vec<&'static str> = ACTIONS
        .iter()
        .flat_map(|spec| spec.keys)
        .copied()
        .filter(|key| *key != "q")
        .collect();
    let more = [
        "left",
        "right",
        "backspace",
        "a",
        "E",
        "2",
        "!",
        "delete",
        "(",
        "[",
        "*",
        "\\",
        "|",
    ];
    proptest::sample::select(named.into_iter().chain(more).collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn any_size_after_any_keys(
        (columns, rows) in (0u16..300, 0u16..100),
        which in proptest::collection::vec(0usize..10, 1..4),
        keys in proptest::collection::vec(any_key(), 0..15),
        ascii in any::<bool>(),
    ) {
        let all = snapshots();
        let mut model = model(all[which[0]].clone(), columns, rows);
        with_logs(&mut model, 50);
        let look = look(if ascii { Colors::Ascii } else { Colors::True });
        for (index, key) in keys.into_iter().enumerate() {
            let at = Duration::from_secs(index as u64);
            update(&mut model, Msg::Key { key: key.parse().unwrap(), at });
            update(&mut model, Msg::Drawn(at));
            let next = which[index % which.len()];
            update(&mut model, Msg::Snapshot(Arc::new(all[next].clone())));
            if let Some(code) = model.league.as_ref().map(|open| open.code.clone()) {
                update(&mut model, Msg::League { code, result: Ok(fixture::league_detail()) });
            }
        }
        let area = Rect::new(0, 0, columns, rows);
        let mut buffer = ratatui::buffer::Buffer::empty(area);
        view(&model, &look, area, &mut buffer);
    }

    #[test]
    fn hostile_text_never_reaches_a_cell(text in "(\u{1b}\\[[0-9;]{0,4}[a-zA-Z]|[\u{202e}\u{7}\u{9b}\u{0}]|\\PC){0,40}") {
        let mut snapshot = fixture::trouble();
        snapshot.headline = SafeText::new(&text);
        snapshot.profile = SafeText::new(&text);
        if let Some(rows) = snapshot.sections.league_drift.value.as_mut() {
            rows[0].name = SafeText::new(&text);
            rows[0].reason = SafeText::new(&text);
        }
        let mut model = model(snapshot, 120, 40);
        update(&mut model, Msg::BackgroundPanic(SafeText::new(&text)));
        let mut ring = crate::tui::logging::Ring::default();
        ring.push(fixture::now(), Level::Warn, SafeText::new(&text), SafeText::new(&text));
        update(&mut model, Msg::Logs(ring));
        update(&mut model, Msg::Key { key: ":".parse().unwrap(), at: Duration::ZERO });
        update(&mut model, Msg::Paste(text));
        let screen = screen(&model, &look(Colors::True));
        let harmless = |symbol: &str| SafeText::new(symbol).as_str() == symbol;
        prop_assert!(screen.buffer().content.iter().all(|cell| harmless(cell.symbol())));
    }
}

#[test]
fn the_view_changes_nothing_and_is_the_same_twice() {
    let model = model(fixture::trouble(), 120, 40);
    assert_eq!(
        screen(&model, &look(Colors::True)).buffer(),
        screen(&model, &look(Colors::True)).buffer()
    );
}
