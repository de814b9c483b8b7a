//! `touchline metrics`: what `/metrics` has, for the textfile collector of a node exporter or a look by hand.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use color_eyre::eyre::Result;
use touchline::{config::Settings, report};

use super::status::open_to_read;

pub(super) async fn run(settings: &Settings) -> Result<ExitCode> {
    let engine = open_to_read(settings).await?;
    let text = report::prometheus(&*engine.first_complete().await);
    io::stdout().lock().write_all(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}
