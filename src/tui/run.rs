//! From an open engine to a running monitor, and back to the shell.

use std::{
    path::PathBuf,
    sync::{Arc, mpsc},
    time::Instant,
};

use chrono::Utc;
use color_eyre::eyre::{Context, Result, bail};
use tokio::runtime::Handle;
use touchline::{
    config,
    engine::{Actor, Snapshot},
};

use super::{
    configuration::{Configuration, Reconfiguration, keymap},
    event_loop::{EventLoop, Setup},
    input,
    logging::{Follower, LogFeed},
    model::{Model, Profiles},
    port::{Opening, Port},
    terminal::{self, Capabilities, Clipboard, Screen, Session, Tty},
    theme::Look,
};

/// Messages that may wait. A burst of pasted keys fills it and then waits in the terminal.
const INBOX: usize = 256;

/// What the command line knows and the engine does not.
pub(crate) struct Settings {
    /// The configuration that is in force.
    pub(crate) config: config::Settings,
    /// How it is read again.
    pub(crate) again: Reconfiguration,
    /// Who acts.
    pub(crate) actor: Actor,
    /// The terminal is at the other end of a network: frames come half as often.
    pub(crate) over_ssh: bool,
    /// Where log lines are written, to be told to the operator.
    pub(crate) log_file: Option<PathBuf>,
    /// The monitor's own log lines.
    pub(crate) logs: LogFeed,
}

/// How the monitor ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Exit {
    /// 0 when the operator left, 128 + n after signal n.
    pub(crate) code: u8,
}

impl Exit {
    /// The operator left.
    pub(crate) const QUIT: Self = Self { code: 0 };
    /// The terminal is gone, which is what SIGHUP means.
    pub(crate) const HUNG_UP: Self = Self { code: 129 };

    /// A signal ended it.
    pub(crate) fn by_signal(signal: i32) -> Self {
        Self {
            code: u8::try_from(128 + signal).unwrap_or(u8::MAX),
        }
    }
}

/// Runs the monitor on this thread until the operator leaves, a signal ends it, or the terminal goes away. It shows
/// `first` until the engine is open.
///
/// # Errors
/// When standard input or output is no terminal, the settings name an unknown key or action, the terminal refuses, or
/// the engine cannot be opened.
pub(crate) fn run(opening: Opening, first: Arc<Snapshot>, settings: Settings, runtime: &Handle) -> Result<Exit> {
    let Settings { config, again, .. } = settings;
    let keymap = keymap(&config.monitor, &again.file)?;
    if !rustix::termios::isatty(rustix::stdio::stdin()) || !rustix::termios::isatty(rustix::stdio::stdout()) {
        bail!("the monitor needs a terminal; `touchline status` prints the same picture without one");
    }
    let capabilities = Capabilities::detect(&config.monitor, |name| std::env::var(name).ok());
    // crossterm turns its colour commands into bare resets under NO_COLOR, which would also undo bold and reverse.
    // Without colours the theme sends none, so nothing is lost by switching that off.
    crossterm::style::force_color_output(true);
    let (columns, rows) = crossterm::terminal::size().wrap_err("cannot ask the terminal for its size")?;
    let started = Instant::now();
    let (sender, inbox) = mpsc::sync_channel(INBOX);

    terminal::install_panic_hook(sender.clone());
    terminal::spawn_signals(sender.clone()).wrap_err("cannot install signal handlers")?;
    let mut session = Session::enter(settings.log_file.clone()).wrap_err("cannot take over the terminal")?;
    if config.monitor.mouse {
        session.set_mouse(true).wrap_err("cannot take the mouse")?;
    }
    input::spawn_reader(sender.clone(), started).wrap_err("cannot start the input thread")?;
    terminal::spawn_watchdog(sender.clone()).wrap_err("cannot start the terminal watchdog")?;
    settings.logs.attach(sender.clone());
    let follower = Follower::start(
        settings.logs.clone(),
        config.log_folder.clone(),
        config.log.follow.clone(),
    )
    .wrap_err("cannot start the thread that reads log files")?;
    let configuration = Configuration::watch(again.file, again.load, config.profile.clone(), sender.clone())
        .wrap_err("cannot start the thread that watches the configuration")?;
    let port = Port::connect(opening, again.open, settings.actor, runtime, sender);

    let mut model = Model::new(first, keymap, Utc::now());
    model.size = ratatui::layout::Size::new(columns, rows);
    model.profiles = Profiles {
        all: config.profiles.clone(),
        fixed: again.fixed,
        ..Profiles::default()
    };
    model.mouse = config.monitor.mouse;
    model.log_file = settings.log_file.as_ref().map(|path| path.display().to_string().into());
    let mut event_loop = EventLoop {
        inbox,
        port,
        logs: settings.logs,
        follower: Some(follower),
        screen: Screen::new(Tty),
        session: Some(session),
        model,
        look: Look::configured(&config.monitor, capabilities, |name| std::env::var(name).ok()),
        started,
        min_frame: config.monitor.min_frame(settings.over_ssh),
        export_folder: config.monitor.export_folder(),
        clipboard: Clipboard::detect(|name| std::env::var(name).ok()),
        setup: Some(Setup {
            settings: config,
            configuration,
            over_ssh: settings.over_ssh,
            set_level: again.set_level,
        }),
        asleep: false,
    };
    let exit = event_loop.run();
    let EventLoop {
        inbox,
        port,
        session,
        model,
        ..
    } = event_loop;
    // The terminal goes back first: nobody looks at a frozen picture while a database makes up its mind.
    drop((session, inbox));
    if model.toasts.is_awaiting() {
        port.finish(runtime)?;
    }
    exit
}
