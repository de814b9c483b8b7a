use std::{
    io,
    path::Path,
    sync::{Arc, mpsc},
    time::{Duration, Instant},
};

use touchline::{domain::LeagueCode, engine::SectionState};

use crate::tui::{
    event_loop::EventLoop,
    fixture::{self, Colors, look, model},
    logging::LogFeed,
    message::Msg,
    port::{Port, Request},
    run::Exit,
    terminal::{Clipboard, Screen},
};

type Wired<W> = (
    EventLoop<W>,
    mpsc::SyncSender<Msg>,
    tokio::sync::mpsc::Receiver<Request>,
);

fn is_named(name: &str, begin: &str, extension: &str) -> bool {
    name.starts_with(begin) && Path::new(name).extension().is_some_and(|of| of == extension)
}

fn wired<W: io::Write>(writer: W) -> Wired<W> {
    let (sender, inbox) = mpsc::sync_channel(64);
    let (port, requests) = Port::new();
    let event_loop = EventLoop {
        inbox,
        port,
        logs: LogFeed::default(),
        follower: None,
        screen: Screen::new(writer),
        session: None,
        model: model(fixture::normal(), 80, 24),
        look: look(Colors::True),
        started: Instant::now(),
        min_frame: Duration::ZERO,
        setup: None,
        export_folder: std::env::temp_dir(),
        clipboard: Clipboard::Direct,
        asleep: false,
    };
    (event_loop, sender, requests)
}

fn key(name: &str, at: u64) -> Msg {
    Msg::Key {
        key: name.parse().unwrap(),
        at: Duration::from_secs(at),
    }
}

#[test]
fn requests_reach_the_engine_and_q_ends_it() {
    let (mut event_loop, sender, mut requests) = wired(io::sink());
    sender.send(key("f", 1)).unwrap();
    sender.send(Msg::Snapshot(Arc::new(fixture::running()))).unwrap();
    sender.send(key("q", 2)).unwrap();
    assert_eq!(event_loop.run().unwrap(), Exit::QUIT);
    assert_eq!(requests.try_recv(), Ok(Request::Refresh));
    assert_eq!(*event_loop.model.snapshot, fixture::running());
}

/// Keeps what is written, for after the loop.
#[derive(Clone, Default)]
struct Kept(Arc<std::sync::Mutex<Vec<u8>>>);

impl io::Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn files_and_the_clipboard_are_written_by_the_loop() {
    let folder = tempfile::tempdir().unwrap();
    let kept = Kept::default();
    let (mut event_loop, sender, _requests) = wired(kept.clone());
    event_loop.export_folder = folder.path().to_owned();
    for (at, name) in ["e", "enter", "e", "down", "down", "down", "enter", "j", "y", "q"]
        .iter()
        .enumerate()
    {
        sender.send(key(name, at as u64)).unwrap();
    }
    assert_eq!(event_loop.run().unwrap(), Exit::QUIT);
    let mut names: Vec<String> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert!(is_named(&names[0], "touchline-drift-", "csv"), "{names:?}");
    assert!(is_named(&names[1], "touchline-screen-", "txt"), "{names:?}");
    let screen = std::fs::read_to_string(folder.path().join(&names[1])).unwrap();
    assert!(screen.contains("vs market") && screen.lines().count() == 24, "{screen}");
    let sent = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
    assert!(sent.contains("\u{1b}]52;c;"), "the row went to the clipboard");
}

#[test]
fn a_folder_that_takes_no_file_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let (mut event_loop, sender, _requests) = wired(io::sink());
    event_loop.export_folder = folder.path().join("missing");
    for (at, name) in ["e", "enter", "q"].iter().enumerate() {
        sender.send(key(name, at as u64)).unwrap();
    }
    event_loop.run().unwrap();
    let told = event_loop.model.toasts.history().next().unwrap().text.to_string();
    assert!(
        told.starts_with("nothing was written: ") && told.contains("missing"),
        "{told}"
    );
}

#[test]
fn a_league_that_is_opened_is_asked_for() {
    let (mut event_loop, sender, mut requests) = wired(io::sink());
    sender.send(key("enter", 1)).unwrap();
    sender.send(key("q", 2)).unwrap();
    event_loop.run().unwrap();
    let opened = LeagueCode::new("E0").unwrap();
    assert_eq!(requests.try_recv(), Ok(Request::LookInto(opened)));
}

#[test]
fn a_question_that_the_engine_has_no_room_for_has_failed() {
    let (mut event_loop, sender, _requests) = wired(io::sink());
    while event_loop.port.refresh() {}
    sender.send(key("enter", 1)).unwrap();
    sender.send(key("q", 2)).unwrap();
    event_loop.run().unwrap();
    let open = event_loop.model.league.unwrap();
    assert_eq!(open.detail.state, SectionState::Failed);
}

#[test]
fn a_signal_ends_it_with_its_code() {
    let (mut event_loop, sender, _requests) = wired(io::sink());
    sender.send(Msg::Signal(15)).unwrap();
    assert_eq!(event_loop.run().unwrap(), Exit { code: 143 });
}

#[test]
fn it_ends_with_the_error_of_an_engine_that_cannot_be_opened() {
    let (mut event_loop, sender, _requests) = wired(io::sink());
    sender
        .send(Msg::NotOpened(color_eyre::eyre::eyre!("no such database")))
        .unwrap();
    assert_eq!(event_loop.run().unwrap_err().to_string(), "no such database");
}

/// A terminal that is gone.
struct Gone;

impl io::Write for Gone {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::Error::from(io::ErrorKind::BrokenPipe))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_terminal_that_cannot_be_written_ends_it() {
    let (mut event_loop, _sender, _requests) = wired(Gone);
    assert_eq!(event_loop.run().unwrap(), Exit::HUNG_UP);
}
