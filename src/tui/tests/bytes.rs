use std::sync::{Arc, Mutex};

use chrono::TimeDelta;
use ratatui::style::Color;
use touchline::engine::Snapshot;

use crate::tui::{
    fixture::{self, Colors, look, model, press, with_logs},
    message::Msg,
    model::Model,
    terminal::Screen,
    update::update,
    view::view,
};

/// A terminal that only counts: bytes, and writes.
#[derive(Clone, Default)]
struct Wire(Arc<Mutex<Vec<Vec<u8>>>>);

impl std::io::Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().push(bytes.to_vec());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

struct Recorder {
    wire: Wire,
    screen: Screen<Wire>,
}

impl Recorder {
    fn new() -> Self {
        let wire = Wire::default();
        Self {
            screen: Screen::new(wire.clone()),
            wire,
        }
    }

    /// Draws, and gives what each write sent.
    fn draw(&mut self, model: &Model, colors: Colors) -> Vec<Vec<u8>> {
        crossterm::style::force_color_output(true);
        let look = look(colors);
        self.screen
            .draw(model.size, |area, buf| view(model, &look, area, buf))
            .unwrap();
        std::mem::take(&mut self.wire.0.lock().unwrap())
    }
}

fn sent(writes: &[Vec<u8>]) -> usize {
    writes.iter().map(Vec::len).sum()
}

fn shown(snapshot: Snapshot, columns: u16, rows: u16) -> (Recorder, Model) {
    let mut model = model(snapshot, columns, rows);
    with_logs(&mut model, 40);
    let mut recorder = Recorder::new();
    recorder.draw(&model, Colors::True);
    (recorder, model)
}

#[test]
fn nothing_changed_nothing_sent() {
    let (mut recorder, mut model) = shown(fixture::normal(), 200, 50);
    assert_eq!(sent(&recorder.draw(&model, Colors::True)), 0);
    // A minute of ticks and of polls that bring the same again.
    let mut total = 0;
    for second in 1..=45 {
        update(&mut model, Msg::Clock(fixture::now() + TimeDelta::seconds(second)));
        update(&mut model, Msg::Snapshot(Arc::new(fixture::normal())));
        total += sent(&recorder.draw(&model, Colors::True));
    }
    assert_eq!(total, 0, "the minute does not turn, no age changes its wording");
}

#[test]
fn a_frame_is_one_synchronised_write() {
    let model = model(fixture::trouble(), 200, 60);
    let writes = Recorder::new().draw(&model, Colors::True);
    assert_eq!(writes.len(), 1);
    assert!(writes[0].starts_with(b"\x1b[?2026h\x1b[2J"));
    assert!(writes[0].ends_with(b"\x1b[?2026l"));
}

#[test]
fn moving_the_cursor_is_cheap() {
    for (columns, rows) in [(80, 24), (200, 50)] {
        let (mut recorder, mut model) = shown(fixture::trouble(), columns, rows);
        press(&mut model, &["down"]);
        recorder.draw(&model, Colors::True);
        press(&mut model, &["esc", "7", "k", "k"]);
        recorder.draw(&model, Colors::True);
        press(&mut model, &["k"]);
        let logs = sent(&recorder.draw(&model, Colors::True));
        assert!((1..300).contains(&logs), "{columns}x{rows}: {logs} bytes in the log");
    }
    // In Data the reason of the selected source changes with it, so two lines of text are sent.
    let (mut recorder, mut model) = shown(fixture::normal(), 200, 50);
    press(&mut model, &["tab", "down"]);
    recorder.draw(&model, Colors::True);
    press(&mut model, &["down"]);
    let data = sent(&recorder.draw(&model, Colors::True));
    assert!((1..300).contains(&data), "{data} bytes in Data");
    press(&mut model, &["tab"]);
    let tab = sent(&recorder.draw(&model, Colors::True));
    assert!((1..300).contains(&tab), "{tab} bytes for Tab");
}

#[test]
fn without_colour_no_colour_is_sent() {
    let mut model = model(fixture::trouble(), 120, 40);
    press(&mut model, &["down"]);
    let backend = fixture::screen(&model, &look(Colors::None));
    let cells = &backend.buffer().content;
    assert!(
        cells
            .iter()
            .all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset)
    );
    let reversed = cells
        .iter()
        .filter(|cell| cell.modifier.contains(ratatui::style::Modifier::REVERSED))
        .count();
    assert!(reversed > 3, "the selected row is marked");
}

#[test]
fn a_resize_draws_everything_anew() {
    let (mut recorder, mut model) = shown(fixture::normal(), 120, 40);
    update(&mut model, Msg::Resize(100, 30));
    let writes = recorder.draw(&model, Colors::True);
    assert!(writes[0].starts_with(b"\x1b[?2026h\x1b[2J"));
    assert_eq!(sent(&recorder.draw(&model, Colors::True)), 0);
}
