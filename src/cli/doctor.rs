//! `touchline doctor`: is everything in place that touchline needs, and what to do where it is not?

mod database;
mod finding;
mod machine;
mod services;
mod terminal;

use std::{
    io::{self, Write},
    process::ExitCode,
};

use color_eyre::eyre::Result;
use touchline::config::Settings;

use super::arguments::{self, Global};
use finding::Outcome;

/// Looks at everything, each look by itself: what fails stops no other.
pub(super) async fn run(settings: &Settings, global: &Global, options: &arguments::Doctor) -> Result<ExitCode> {
    let mut findings = machine::look(settings, global);
    findings.extend(terminal::look());
    findings.extend(database::look(settings).await);
    findings.extend(services::look(settings).await);
    let mut out = io::stdout().lock();
    if options.json {
        serde_json::to_writer_pretty(&mut out, &findings)?;
        writeln!(out)?;
    } else {
        for finding in &findings {
            finding.write(&mut out)?;
        }
    }
    let failed = findings.iter().any(|finding| finding.outcome == Outcome::Fail);
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
