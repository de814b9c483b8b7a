//! `touchline` without a command: the monitor.

use std::{future::ready, process::ExitCode, sync::Arc, time::Duration};

use color_eyre::eyre::Result;
use tokio::{runtime::Runtime, time::timeout};
use touchline::{
    config::{Overrides, Settings},
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
    // The screen has a thread of its own, and the database too.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    let open = opener(global);
    let mut opening = {
        let _context = runtime.enter();
        open(settings.clone())
    };
    let (opening, first) = match runtime.block_on(async { timeout(AT_HAND, &mut opening).await }) {
        Ok(opened) => {
            let engine = opened??;
            let first = engine.snapshot();
            (runtime.spawn(ready(Ok(engine))), first)
        }
        Err(_still_opening) => (opening, Engine::unopened(settings)),
    };
    let configuration = Live {
        read: read_again(global),
        open: Some(open),
        fixed: global
            .overrides()
            .database
            .map(|_| "--db or TOUCHLINE_DB says which database it is; start without it"),
    };
    show(opening, first, settings, global, configuration, &runtime)
}

/// What of the configuration can change while the monitor runs.
pub(super) struct Live {
    pub(super) read: tui::Loader,
    /// None where there can be no other engine.
    pub(super) open: Option<tui::Opener>,
    /// Why no other profile can be chosen, if so.
    pub(super) fixed: Option<&'static str>,
}

/// Reads the configuration under the same flags and variables, for a profile.
pub(super) fn read_again(global: &Global) -> tui::Loader {
    let overrides = global.overrides();
    Box::new(move |profile| {
        let overrides = Overrides {
            profile: Some(profile.to_owned()),
            ..overrides.clone()
        };
        Ok(Settings::load(&overrides)?)
    })
}

/// Opens an engine that can start a worker of its own.
fn opener(global: &Global) -> tui::Opener {
    let global = global.clone();
    Arc::new(move |settings: Settings| {
        let worker = worker::detached(&settings, &global);
        tokio::spawn(async move { Ok(Engine::open(&settings, Some(worker?)).await?) })
    })
}

/// Shows an engine until the operator leaves.
pub(super) fn show(
    opening: tui::Opening,
    first: Arc<Snapshot>,
    settings: &Settings,
    global: &Global,
    live: Live,
    runtime: &Runtime,
) -> Result<ExitCode> {
    let (layer, logs) = tui::logging::channel();
    let (log_file, set_level, _writer) = logging::to_file_and(settings, global, layer)?;
    let exit = tui::run(
        opening,
        first,
        tui::Settings {
            config: settings.clone(),
            again: tui::Reconfiguration {
                file: global.overrides().file()?,
                load: live.read,
                open: live.open,
                fixed: live.fixed,
                set_level,
            },
            actor: actor(),
            over_ssh: is_over_ssh(),
            log_file: Some(log_file),
            logs,
        },
        runtime.handle(),
    )?;
    Ok(ExitCode::from(exit.code))
}
