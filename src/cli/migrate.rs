//! `touchline migrate`: brings the schema of the database up to date.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use color_eyre::eyre::{Result, bail};
use touchline::{config::Settings, store};

pub(super) async fn run(settings: &Settings) -> Result<ExitCode> {
    if settings.read_only {
        bail!("nothing can be migrated: started with --read-only or a read-only profile");
    }
    let migrated = store::migrate(&settings.database, &settings.application).await?;
    let mut out = io::stdout().lock();
    for (version, title) in &migrated.applied {
        writeln!(out, "applied {version} {title}")?;
    }
    let (database, to) = (&settings.database, migrated.to);
    match migrated.from {
        None => writeln!(out, "{database}: schema version {to}, new")?,
        Some(from) if from == to => writeln!(out, "{database}: schema version {to}, nothing to do")?,
        Some(from) => writeln!(out, "{database}: schema version {from} to {to}")?,
    }
    Ok(ExitCode::SUCCESS)
}
