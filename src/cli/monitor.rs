//! `touchline` without a command: the monitor.

use std::{future::ready, process::ExitCode, sync::Arc, time::Duration};

use color_eyre::eyre::Result;
use tokio::{runtime::Runtime, time::timeout};
use touchline::{
    config::Settings,
    engine::{Engine, Snapshot},
};

use super::{
    actor::{actor, is_over_ssh},
    arguments::Global,
    logging, worker,
};
use crate::tui;

/// A database that opens within this is open before the first frame, which then shows no empty panes; and what keeps it
/// from opening is said on the shell's own screen. A slower one opens behind the picture.
const AT_HAND: Duration = Duration::from_millis(50);

pub(super) fn run(settings: &Settings, global: &Global) -> Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let worker = worker::detached(settings, global)?;
    let mut opening = runtime.spawn({
        let settings = settings.clone();
        async move { Engine::open(&settings, Some(worker)).await }
    });
    let (opening, first) = match runtime.block_on(async { timeout(AT_HAND, &mut opening).await }) {
        Ok(opened) => {
            let engine = opened??;
            let first = engine.snapshot();
            (runtime.spawn(ready(Ok(engine))), first)
        }
        Err(_still_opening) => (opening, Engine::unopened(settings)),
    };
    show(opening, first, settings, global, &runtime)
}

/// Shows an engine until the operator leaves.
pub(super) fn show(
    opening: tui::Opening,
    first: Arc<Snapshot>,
    settings: &Settings,
    global: &Global,
    runtime: &Runtime,
) -> Result<ExitCode> {
    let (layer, logs) = tui::logging::channel();
    let (log_file, _writer) = logging::to_file_and(settings, global, layer)?;
    let exit = tui::run(
        opening,
        first,
        tui::Settings {
            monitor: settings.monitor.clone(),
            actor: actor(),
            over_ssh: is_over_ssh(),
            log_file: Some(log_file),
            logs,
            worker_logs: settings.log_folder.clone(),
            followed: settings.log.follow.clone(),
        },
        runtime.handle(),
    )?;
    Ok(ExitCode::from(exit.code))
}
