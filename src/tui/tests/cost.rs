//! What the monitor costs, printed and never asserted: a clock that is shared with other programs proves nothing.
//!
//! `make bench` runs it. It is a test because the monitor belongs to the binary, where no benchmark can reach it; beside
//! the others, because it looks at the same pictures.

use std::{
    fmt::Write as _,
    sync::Arc,
    time::{Duration, Instant},
};

use touchline::{domain::Verdict, engine::Snapshot};

use crate::tui::{
    fixture::{self, Colors, league, look, model, press, with_logs},
    logging::{Level, Ring},
    message::Msg,
    model::{Model, ScreenId},
    terminal::Screen,
    update::update,
    view::view,
};

const SIZE: (u16, u16) = (200, 60);
/// A median of so many.
const REPEATED: usize = 201;

fn median(mut measured: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..REPEATED)
        .map(|_| {
            let started = Instant::now();
            measured();
            started.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[REPEATED / 2]
}

/// The time of a frame that is drawn whole, and of one that changed nothing.
fn frames(model: &Model) -> [Duration; 2] {
    let look = look(Colors::True);
    let mut screen = Screen::new(std::io::sink());
    [true, false].map(|whole| {
        median(|| {
            if whole {
                screen.invalidate();
            }
            screen
                .draw(model.size, |area, buf| view(model, &look, area, buf))
                .unwrap();
        })
    })
}

fn with_leagues(count: usize) -> Snapshot {
    let mut snapshot = fixture::trouble();
    let letters =
        |n: usize| (0..3).map(move |place| char::from(b'A' + u8::try_from(n / 26_usize.pow(place) % 26).unwrap()));
    let code = |n: usize| std::iter::once('Z').chain(letters(n)).collect::<String>();
    let rows = (0..count).map(|n| league(&code(n), "A league of many", Verdict::Normal, 0.002, 80));
    snapshot.sections.league_drift.value = Some(rows.collect());
    snapshot
}

fn row(report: &mut String, what: &str, [whole, unchanged]: [Duration; 2]) {
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    writeln!(report, "{what:<32} {:8.3} ms {:8.3} ms", ms(whole), ms(unchanged)).unwrap();
}

#[test]
#[ignore = "a measurement: make bench"]
fn what_a_frame_costs() {
    let mut report = format!("{:<32} {:>11} {:>11}\n", "frame at 200x60", "whole", "unchanged");
    let mut model = model(fixture::trouble(), SIZE.0, SIZE.1);
    with_logs(&mut model, Ring::MAX_LINES);
    for (index, screen) in ScreenId::ALL.into_iter().enumerate() {
        press(&mut model, &["esc", &(index + 1).to_string()]);
        row(&mut report, screen.title(), frames(&model));
    }
    let many = Arc::new(with_leagues(5_000));
    for (key, screen) in [("1", "Overview"), ("3", "Drift")] {
        update(&mut model, Msg::Snapshot(Arc::clone(&many)));
        press(&mut model, &[key, "down"]);
        row(&mut report, &format!("{screen}, 5,000 leagues"), frames(&model));
        let step = median(|| drop(press(&mut model, &["down"])));
        let page = median(|| drop(press(&mut model, &["pagedown"])));
        row(&mut report, "  a key: down, page down", [step, page]);
        let taken = median(|| drop(update(&mut model, Msg::Snapshot(Arc::clone(&many)))));
        press(&mut model, &["/", "z", "a"]);
        let typed = median(|| {
            press(&mut model, &["b", "backspace"]);
        });
        press(&mut model, &["esc", "esc"]);
        row(&mut report, "  a snapshot; two keys of a filter", [taken, typed]);
    }
    println!("{report}");
}

#[test]
#[ignore = "a measurement: make bench"]
fn what_a_burst_of_log_lines_costs() {
    let mut model = model(fixture::normal(), SIZE.0, SIZE.1);
    press(&mut model, &["7"]);
    let mut feed = Ring::default();
    let taken = median(|| {
        for line in 0..1_000 {
            let text = format!("#218 league {line} fitted in 5 ms, 34 iterations");
            feed.push(fixture::now(), Level::Info, "training".into(), text.into());
        }
        update(&mut model, Msg::Logs(feed.take()));
    });
    let mut report = format!("{:<32} {:8.3} ms\n", "1,000 log lines", taken.as_secs_f64() * 1e3);
    row(&mut report, "a frame of the log", frames(&model));
    println!("{report}");
}
