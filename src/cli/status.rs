//! `touchline status`: what the monitor shows, without a terminal.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use color_eyre::eyre::Result;
use touchline::{
    config::Settings,
    engine::{Engine, Snapshot},
    report,
};

use super::arguments::Status;

pub(super) async fn run(settings: &Settings, options: &Status) -> Result<ExitCode> {
    let engine = open_to_read(settings).await?;
    print(&*engine.first_complete().await, options.json)?;
    Ok(ExitCode::SUCCESS)
}

/// Reading never creates a database: a typing error in `--db` must not look like an empty service.
pub(super) async fn open_to_read(settings: &Settings) -> Result<Engine> {
    let settings = Settings {
        read_only: true,
        ..settings.clone()
    };
    Ok(Engine::open(&settings, None).await?)
}

pub(super) fn print(snapshot: &Snapshot, json: bool) -> Result<()> {
    let mut out = io::stdout().lock();
    if json {
        writeln!(out, "{}", report::to_json(snapshot)?)?;
    } else {
        report::write_status(&mut out, snapshot)?;
    }
    Ok(())
}
