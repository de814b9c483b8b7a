//! Where log lines and error reports go.

use std::{
    env, fs,
    io::{self, IsTerminal, Write},
    panic,
    path::PathBuf,
    process::ExitCode,
    thread,
};

use color_eyre::{
    config::{HookBuilder, Theme},
    eyre::{Report, Result, WrapErr},
};
use rustix::{fs::Mode, process::umask};
use touchline::{
    config::{LogLevel, Settings},
    domain::causes,
};
use tracing_appender::{
    non_blocking::{NonBlocking, NonBlockingBuilder, WorkerGuard},
    rolling::{RollingFileAppender, Rotation},
};
use tracing_subscriber::{EnvFilter, Layer, layer::SubscriberExt, reload, util::SubscriberInitExt};

use super::arguments::{Color, Global};

/// Error reports without colours where nobody sees them or someone asks for none.
pub(super) fn install_error_reports(color: Option<Color>) -> Result<()> {
    let plain = color == Some(Color::Never) || env::var_os("NO_COLOR").is_some() || !io::stderr().is_terminal();
    let theme = if plain { Theme::new() } else { Theme::dark() };
    HookBuilder::default()
        .theme(theme)
        .display_env_section(false)
        .display_location_section(false)
        .install()
}

/// Prints what failed, on what, and why. A dead stderr is no reason to panic.
pub(super) fn report(error: &Report) -> ExitCode {
    let mut err = io::stderr().lock();
    for (depth, said) in causes(error.as_ref()).into_iter().enumerate() {
        let lead = if depth == 0 { "touchline" } else { "  because" };
        let _dead = writeln!(err, "{lead}: {}", said.replace('\n', "\n    "));
    }
    ExitCode::FAILURE
}

/// Log lines of a command, warnings and worse: on stderr, or in the file that is named.
pub(super) fn of_command(settings: &Settings, global: &Global) -> Result<Option<WorkerGuard>> {
    let filter = filter(LogLevel::Warn, global.verbose);
    match &global.log_file {
        Some(_) => to_files(settings, global, Files::Monitor, filter).map(Some),
        None => to_stderr(filter).map(|()| None),
    }
}

/// Log lines of a worker: on stderr, which is the terminal's or the journal's of a service manager. A detached worker has
/// neither and writes files of its own, one a day; a file that is named takes the lines of either.
pub(super) fn of_worker(settings: &Settings, global: &Global, detached: bool) -> Result<Option<WorkerGuard>> {
    let filter = filter(settings.log.level, global.verbose);
    if !detached && global.log_file.is_none() {
        return to_stderr(filter).map(|()| None);
    }
    let writer = to_files(settings, global, Files::Worker, filter)?;
    log_panics();
    Ok(Some(writer))
}

fn to_stderr(filter: EnvFilter) -> Result<()> {
    let layer = tracing_subscriber::fmt::layer()
        .with_ansi(false)
        .with_writer(io::stderr)
        .with_filter(filter);
    Ok(tracing_subscriber::registry().with(layer).try_init()?)
}

fn to_files(settings: &Settings, global: &Global, files: Files, filter: EnvFilter) -> Result<WorkerGuard> {
    let (writer, guard) = file_writer(settings, global, files)?;
    let layer = tracing_subscriber::fmt::layer()
        .with_ansi(false)
        .with_writer(writer)
        .with_filter(filter);
    tracing_subscriber::registry().with(layer).try_init()?;
    Ok(guard)
}

/// A panic goes into the log as well as to stderr, which nobody reads: it may be that of one task among others.
fn log_panics() {
    let report = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        let thread = thread::current();
        let place = panic
            .location()
            .map_or_else(String::new, |place| format!(" at {place}"));
        tracing::error!(
            "panic in thread {}{place}: {}",
            thread.name().unwrap_or("without a name"),
            panic.payload_as_str().unwrap_or("it says nothing")
        );
        report(panic);
    }));
}

/// Changes the least level of the lines.
pub(super) type SetLevel = Box<dyn Fn(LogLevel) + Send>;

/// Log lines of the monitor: into a file, and into `screen`. Returns where the file is, and what changes their level.
pub(super) fn to_file_and<L>(
    settings: &Settings,
    global: &Global,
    screen: L,
) -> Result<(PathBuf, SetLevel, WorkerGuard)>
where
    L: Layer<tracing_subscriber::Registry> + Send + Sync,
{
    let (writer, guard) = file_writer(settings, global, Files::Monitor)?;
    let verbose = global.verbose;
    let (on_screen, screen_level) = reload::Layer::new(filter(settings.log.level, verbose));
    let (in_file, file_level) = reload::Layer::new(filter(settings.log.level, verbose));
    let file = tracing_subscriber::fmt::layer()
        .with_ansi(false)
        .with_writer(writer)
        .with_filter(in_file);
    tracing_subscriber::registry()
        .with(screen.with_filter(on_screen))
        .with(file)
        .try_init()?;
    let set_level: SetLevel = Box::new(move |level| {
        // Both filters live as long as the program.
        let _screen_gone = screen_level.reload(filter(level, verbose));
        let _file_gone = file_level.reload(filter(level, verbose));
    });
    Ok((log_path(settings, global, Files::Monitor), set_level, guard))
}

/// Whose log files: the beginning of their names.
#[derive(Debug, Clone, Copy)]
enum Files {
    Monitor,
    Worker,
}

impl Files {
    const fn prefix(self) -> &'static str {
        match self {
            Self::Monitor => "touchline",
            Self::Worker => "worker",
        }
    }
}

/// Lines that may wait for the disk; more are left out of the file. Room for all of them is taken at once, and the default
/// of 128,000 is 4 MB.
const WAITING_LINES: usize = 8_192;

fn file_writer(settings: &Settings, global: &Global, files: Files) -> Result<(NonBlocking, WorkerGuard)> {
    // The appender leaves the mode of its files to the process. All that this program writes is for its user alone.
    umask(Mode::RWXG | Mode::RWXO);
    let path = log_path(settings, global, files);
    let folder = path.parent().map_or_else(|| PathBuf::from("."), PathBuf::from);
    fs::create_dir_all(&folder).wrap_err_with(|| format!("cannot make the log folder {}", folder.display()))?;
    let builder = match &global.log_file {
        Some(_) => RollingFileAppender::builder()
            .rotation(Rotation::NEVER)
            .filename_prefix(path.file_name().unwrap_or_default().to_string_lossy()),
        None => RollingFileAppender::builder()
            .rotation(Rotation::DAILY)
            .filename_prefix(files.prefix())
            .filename_suffix("log")
            // Every start makes room for a file of today, even where there is one: without the one more, the last day
            // would go, or with `keep-days = 1` today's file under the hands of who writes it.
            .max_log_files(usize::from(settings.log.keep_days) + 1),
    };
    let appender = builder
        .build(&folder)
        .wrap_err_with(|| format!("cannot write log files in {}", folder.display()))?;
    Ok(NonBlockingBuilder::default()
        .buffered_lines_limit(WAITING_LINES)
        .finish(appender))
}

/// The named file, or the folder's pattern of one file a day.
fn log_path(settings: &Settings, global: &Global, files: Files) -> PathBuf {
    let pattern = || settings.log_folder.join(format!("{}.log", files.prefix()));
    global.log_file.clone().unwrap_or_else(pattern)
}

/// Our own lines from `least` on, other crates' warnings.
fn filter(least: LogLevel, verbose: u8) -> EnvFilter {
    let level = match verbose {
        0 => least,
        1 => least.max(LogLevel::Debug),
        _ => LogLevel::Trace,
    };
    EnvFilter::new(format!("warn,touchline={}", level.as_str()))
}

#[cfg(test)]
mod tests {
    use std::{fs::File, sync::Arc};

    use tracing::subscriber::with_default;

    use super::*;

    #[test]
    fn a_panic_of_one_thread_is_in_the_log() {
        let log = tempfile::NamedTempFile::new().unwrap();
        let writer = Arc::new(File::create(log.path()).unwrap());
        log_panics();
        let task = thread::Builder::new().name("fitter".to_owned()).spawn(move || {
            let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(writer).finish();
            with_default(subscriber, || panic!("no such league"))
        });
        assert!(task.unwrap().join().is_err());
        let logged = fs::read_to_string(log.path()).unwrap();
        assert!(
            logged.contains("ERROR") && logged.contains("panic in thread fitter at src/cli/logging.rs"),
            "{logged}"
        );
        assert!(logged.contains("no such league"), "{logged}");
    }
}
