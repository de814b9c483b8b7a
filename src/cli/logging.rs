//! Where log lines and error reports go.

use std::{
    env, fs,
    io::{self, IsTerminal, Write},
    path::PathBuf,
    process::ExitCode,
};

use color_eyre::{
    config::{HookBuilder, Theme},
    eyre::{Report, Result, WrapErr},
};
use touchline::{
    config::{LogLevel, Settings},
    domain::causes,
};
use tracing_appender::{
    non_blocking::WorkerGuard,
    rolling::{RollingFileAppender, Rotation},
};
use tracing_subscriber::{EnvFilter, Layer, layer::SubscriberExt, util::SubscriberInitExt};

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

/// Log lines of a command on stderr: warnings and worse, or those of a worker too. A named log file takes them instead.
pub(super) fn to_stderr(settings: &Settings, global: &Global, is_worker: bool) -> Result<Option<WorkerGuard>> {
    let least = if is_worker { settings.log.level } else { LogLevel::Warn };
    let filter = filter(least, global.verbose);
    let registry = tracing_subscriber::registry();
    if global.log_file.is_some() {
        let (writer, guard) = file_writer(settings, global)?;
        let layer = tracing_subscriber::fmt::layer()
            .with_ansi(false)
            .with_writer(writer)
            .with_filter(filter);
        registry.with(layer).try_init()?;
        return Ok(Some(guard));
    }
    let layer = tracing_subscriber::fmt::layer()
        .with_ansi(false)
        .with_writer(io::stderr)
        .with_filter(filter);
    registry.with(layer).try_init()?;
    Ok(None)
}

/// Log lines of the monitor: into a file, and into `screen`. Returns where the file is.
pub(super) fn to_file_and<L>(settings: &Settings, global: &Global, screen: L) -> Result<(PathBuf, WorkerGuard)>
where
    L: Layer<tracing_subscriber::Registry> + Send + Sync,
{
    let (writer, guard) = file_writer(settings, global)?;
    let level = settings.log.level;
    let file = tracing_subscriber::fmt::layer()
        .with_ansi(false)
        .with_writer(writer)
        .with_filter(filter(level, global.verbose));
    tracing_subscriber::registry()
        .with(screen.with_filter(filter(level, global.verbose)))
        .with(file)
        .try_init()?;
    Ok((log_path(settings, global), guard))
}

fn file_writer(
    settings: &Settings,
    global: &Global,
) -> Result<(tracing_appender::non_blocking::NonBlocking, WorkerGuard)> {
    let path = log_path(settings, global);
    let folder = path.parent().map_or_else(|| PathBuf::from("."), PathBuf::from);
    fs::create_dir_all(&folder).wrap_err_with(|| format!("cannot make the log folder {}", folder.display()))?;
    let appender = match &global.log_file {
        Some(_) => RollingFileAppender::new(Rotation::NEVER, &folder, path.file_name().unwrap_or_default()),
        None => RollingFileAppender::builder()
            .rotation(Rotation::DAILY)
            .filename_prefix("touchline")
            .filename_suffix("log")
            .max_log_files(usize::from(settings.log.keep_days))
            .build(&folder)
            .wrap_err_with(|| format!("cannot write log files in {}", folder.display()))?,
    };
    Ok(tracing_appender::non_blocking(appender))
}

/// The named file, or the folder's pattern of one file a day.
fn log_path(settings: &Settings, global: &Global) -> PathBuf {
    global
        .log_file
        .clone()
        .unwrap_or_else(|| settings.log_folder.join("touchline.log"))
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
