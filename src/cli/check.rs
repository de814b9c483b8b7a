//! `touchline check`: one line and an exit code, in the convention of monitoring plugins.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use color_eyre::eyre::Result;
use touchline::{config::Settings, report::CheckStatus};

use super::status::open_to_read;

pub(super) async fn run(settings: &Settings) -> Result<ExitCode> {
    let mut out = io::stdout().lock();
    // A database that cannot be opened is "unknown", not "failed": the caller's question was not answered.
    let snapshot = match open_to_read(settings).await {
        Ok(engine) => engine.first_complete().await,
        Err(error) => {
            writeln!(out, "{} {error:#}", CheckStatus::Unknown.as_str())?;
            return Ok(ExitCode::from(CheckStatus::Unknown.exit_code()));
        }
    };
    let status = CheckStatus::from(snapshot.overall);
    writeln!(out, "{} {}", status.as_str(), snapshot.headline)?;
    Ok(ExitCode::from(status.exit_code()))
}
