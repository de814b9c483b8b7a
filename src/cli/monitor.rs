//! `touchline` without a command: the monitor.

use std::process::ExitCode;

use color_eyre::eyre::Result;
use tokio::runtime::Runtime;
use touchline::{config::Settings, engine::Engine};

use super::{
    actor::{actor, is_over_ssh},
    arguments::Global,
    logging, worker,
};
use crate::tui;

pub(super) fn run(settings: &Settings, global: &Global) -> Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let worker = worker::detached(settings, global)?;
    let engine = runtime.block_on(Engine::open(settings, Some(worker)))?;
    show(&engine, settings, global, &runtime)
}

/// Shows an engine until the operator leaves.
pub(super) fn show(engine: &Engine, settings: &Settings, global: &Global, runtime: &Runtime) -> Result<ExitCode> {
    let (layer, logs) = tui::logging::channel();
    let (log_file, _writer) = logging::to_file_and(settings, global, layer)?;
    let exit = tui::run(
        engine,
        tui::Settings {
            monitor: settings.monitor.clone(),
            actor: actor(),
            over_ssh: is_over_ssh(),
            log_file: Some(log_file),
            logs,
        },
        runtime.handle(),
    )?;
    Ok(ExitCode::from(exit.code))
}
