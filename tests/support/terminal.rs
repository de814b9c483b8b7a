//! A pseudo-terminal with a program in it, and what a person in front of it would see.

use std::{
    io::{Read, Write},
    num::NonZero,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        mpsc::{self, Receiver},
    },
    thread,
    time::Duration,
};

use portable_pty::{CommandBuilder, ExitStatus, MasterPty, PtySize, SlavePty, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use vt100::{MouseProtocolMode, Parser, Screen};

/// A test that waits longer than this for something on screen has failed.
const PATIENCE: Duration = Duration::from_secs(30);
/// A program that was told to end is gone within two seconds; the rest is for a machine that is busy with other things.
const GONE: Duration = Duration::from_secs(15);
/// A picture that did not change for this long stands, and the person before it has read it.
const STANDS: Duration = Duration::from_millis(400);

pub(crate) struct Terminal {
    wires: Option<Wires>,
    shared: Arc<Shared>,
    ended: Receiver<ExitStatus>,
    pub(crate) pid: Pid,
    modes_before: String,
}

/// What keeps the pseudo-terminal open.
struct Wires {
    slave: Box<dyn SlavePty + Send>,
    writer: Box<dyn Write + Send>,
    master: Box<dyn MasterPty + Send>,
}

struct Shared {
    seen: Mutex<Seen>,
    news: Condvar,
}

struct Seen {
    parser: Parser,
    bytes: Vec<u8>,
    /// The reader shall let go of the terminal.
    let_go: bool,
    /// Nothing more will come.
    over: bool,
}

/// How a program left the terminal.
pub(crate) struct Left {
    pub(crate) code: u32,
    pub(crate) bytes: Vec<u8>,
    /// Echo, line editing and signals by keys are as they were before it started.
    pub(crate) modes_are_back: bool,
}

impl Terminal {
    pub(crate) fn start(mut command: CommandBuilder, columns: u16, rows: u16) -> Self {
        command.env("TERM", "xterm-256color");
        let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
        let modes_before = format!("{:?}", pair.master.get_termios());
        let mut child = pair.slave.spawn_command(command).unwrap();
        let pid = i32::try_from(child.process_id().unwrap()).unwrap();
        let (sender, ended) = mpsc::channel();
        thread::spawn(move || sender.send(child.wait().unwrap()));
        let shared = Arc::new(Shared::new(columns, rows));
        let reader = pair.master.try_clone_reader().unwrap();
        thread::spawn({
            let shared = Arc::clone(&shared);
            move || shared.read_all(reader)
        });
        Self {
            wires: Some(Wires {
                slave: pair.slave,
                writer: pair.master.take_writer().unwrap(),
                master: pair.master,
            }),
            shared,
            ended,
            pid: Pid::from_raw(pid).unwrap(),
            modes_before,
        }
    }

    pub(crate) fn press(&mut self, keys: &str) {
        let writer = &mut self.wires.as_mut().unwrap().writer;
        writer.write_all(keys.as_bytes()).unwrap();
        writer.flush().unwrap();
    }

    /// Waits until the screen holds all of these texts.
    pub(crate) fn wait_for(&self, texts: &[&str]) {
        self.wait_until(&format!("{texts:?}"), |screen| {
            let contents = screen.contents();
            texts.iter().all(|text| contents.contains(text))
        });
    }

    pub(crate) fn wait_for_no(&self, text: &str) {
        self.wait_until(&format!("no {text:?}"), |screen| !screen.contents().contains(text));
    }

    pub(crate) fn wait_until(&self, what: &str, is_shown: impl Fn(&Screen) -> bool) {
        let waits = |seen: &mut Seen| !seen.over && !is_shown(seen.parser.screen());
        let seen = self.shared.lock();
        let (seen, waited) = self.shared.news.wait_timeout_while(seen, PATIENCE, waits).unwrap();
        let screen = seen.parser.screen();
        let over = if seen.over {
            "the program has ended"
        } else {
            "it never came"
        };
        let never = waited.timed_out() || !is_shown(screen);
        assert!(!never, "{what}: {over}. The screen shows:\n{}", screen.contents());
    }

    /// Reads what is shown: waits until it has stood for a moment.
    pub(crate) fn read(&self) -> String {
        while self.bytes_in(STANDS) > 0 {}
        self.contents()
    }

    pub(crate) fn contents(&self) -> String {
        self.shared.lock().parser.screen().contents()
    }

    pub(crate) fn with_screen<T>(&self, look: impl FnOnce(&Screen) -> T) -> T {
        look(self.shared.lock().parser.screen())
    }

    pub(crate) fn is_given_back(&self) -> bool {
        let seen = self.shared.lock();
        let screen = seen.parser.screen();
        let modes = self.wires.as_ref().unwrap().master.get_termios();
        !screen.alternate_screen()
            && !screen.hide_cursor()
            && !screen.bracketed_paste()
            && screen.mouse_protocol_mode() == MouseProtocolMode::None
            && format!("{modes:?}") == self.modes_before
    }

    /// Clicks and the wheel are the program's.
    pub(crate) fn takes_mouse(&self) -> bool {
        self.shared.lock().parser.screen().mouse_protocol_mode() != MouseProtocolMode::None
    }

    /// Bytes that arrive in a time: returns early when one did.
    pub(crate) fn bytes_in(&self, time: Duration) -> usize {
        let seen = self.shared.lock();
        let before = seen.bytes.len();
        let silent = |seen: &mut Seen| !seen.over && seen.bytes.len() == before;
        let (seen, _) = self.shared.news.wait_timeout_while(seen, time, silent).unwrap();
        seen.bytes.len() - before
    }

    pub(crate) fn resize(&self, columns: u16, rows: u16) {
        self.shared
            .lock()
            .parser
            .screen_mut()
            .set_size(cells(rows), cells(columns));
        let wires = self.wires.as_ref().unwrap();
        wires.master.resize(size(columns, rows)).unwrap();
    }

    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(self.pid, signal).unwrap();
    }

    /// Closes the other side of the terminal, as a lost connection does.
    pub(crate) fn hang_up(&mut self) {
        self.shared.lock().let_go = true;
        // The reader holds the terminal too, and wakes up for a picture that is drawn anew.
        self.press("\u{c}");
        let seen = self.shared.lock();
        let still = |seen: &mut Seen| !seen.over;
        let (seen, waited) = self.shared.news.wait_timeout_while(seen, PATIENCE, still).unwrap();
        assert!(!waited.timed_out(), "the reader holds on to the terminal");
        drop(seen);
        self.wires = None;
    }

    /// Waits for the program's end without a look at the terminal, which may be gone.
    pub(crate) fn wait_for_end(&self) -> u32 {
        let status = self.ended.recv_timeout(GONE);
        let status = status.unwrap_or_else(|_| panic!("it does not end. The screen shows:\n{}", self.contents()));
        assert_eq!(status.signal(), None, "it was killed");
        status.exit_code()
    }

    /// Waits for the program's end and all that it has written.
    pub(crate) fn wait_for_exit(mut self) -> Left {
        let code = self.wait_for_end();
        // A writer that is dropped types an end of file, which the terminal would echo.
        let Wires {
            slave,
            writer: _writer,
            master,
        } = self.wires.take().unwrap();
        let modes_are_back = format!("{:?}", master.get_termios()) == self.modes_before;
        drop(slave);
        let seen = self.shared.lock();
        let more = |seen: &mut Seen| !seen.over;
        let (mut seen, waited) = self.shared.news.wait_timeout_while(seen, GONE, more).unwrap();
        assert!(!waited.timed_out(), "something still holds the terminal");
        Left {
            code,
            bytes: std::mem::take(&mut seen.bytes),
            modes_are_back,
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // Only where a test failed in between is there still someone to kill.
        if matches!(self.ended.try_recv(), Err(mpsc::TryRecvError::Empty)) {
            let _already_gone = kill_process(self.pid, Signal::KILL);
        }
    }
}

impl Shared {
    fn new(columns: u16, rows: u16) -> Self {
        let seen = Seen {
            parser: Parser::new(cells(rows), cells(columns), 0),
            bytes: Vec::new(),
            let_go: false,
            over: false,
        };
        Self {
            seen: Mutex::new(seen),
            news: Condvar::new(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read_all(&self, mut reader: Box<dyn Read + Send>) {
        let mut chunk = [0; 16 * 1024];
        loop {
            let read = reader.read(&mut chunk).unwrap_or(0);
            let mut seen = self.lock();
            let fresh = &chunk[..read];
            seen.parser.process(fresh);
            seen.bytes.extend_from_slice(fresh);
            if read == 0 || seen.let_go {
                drop(reader);
                seen.over = true;
                self.news.notify_all();
                return;
            }
            self.news.notify_all();
        }
    }
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).unwrap()
}

const fn size(cols: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols,
        pixel_width: 0,
        pixel_height: 0,
    }
}

/// What the screen showed after each frame, however fast they followed each other.
pub(crate) fn pictures(bytes: &[u8], columns: u16, rows: u16) -> Vec<String> {
    const END_OF_FRAME: &[u8] = b"\x1b[?2026l";
    let mut parser = Parser::new(cells(rows), cells(columns), 0);
    let mut pictures = Vec::new();
    let mut frame = 0;
    for end in 0..=bytes.len() {
        if bytes[..end].ends_with(END_OF_FRAME) {
            parser.process(&bytes[frame..end]);
            pictures.push(parser.screen().contents());
            frame = end;
        }
    }
    pictures
}

/// The escape sequences in what a program wrote, each without its ESC.
pub(crate) fn escapes(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let sequences = text.split('\u{1b}').skip(1);
    sequences
        .map(|rest| {
            let Some(body) = rest.strip_prefix('[') else {
                return rest.chars().take(20).collect();
            };
            let sequence = body.split_inclusive(|c: char| ('@'..='~').contains(&c)).next();
            format!("[{}", sequence.unwrap_or_default())
        })
        .collect()
}
