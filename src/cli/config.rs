//! `touchline config`: what is in force, whether it holds together, and a first file.

use std::{
    fs::{self, OpenOptions},
    io::{self, ErrorKind, Write},
    os::unix::fs::OpenOptionsExt,
    process::ExitCode,
};

use color_eyre::eyre::{Result, WrapErr, bail};
use touchline::config::Settings;

use super::arguments::{ConfigCommand, Global};
use crate::tui;

/// Every default, explained.
const EXAMPLE: &str = include_str!("../../config.example.toml");

pub(super) fn run(settings: &Settings, global: &Global, command: ConfigCommand) -> Result<ExitCode> {
    let mut out = io::stdout().lock();
    match command {
        ConfigCommand::Show => write!(out, "{}", toml::to_string(settings)?)?,
        ConfigCommand::Check => {
            tui::keymap(&settings.monitor, &global.overrides().file()?)?;
            writeln!(out, "the configuration holds together; profile {}", settings.profile)?;
        }
        // Done before settings are read: there may be none that can be read.
        ConfigCommand::Init => {}
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes the configuration file with every default, for its owner only: it may come to hold passwords.
pub(super) fn init(global: &Global) -> Result<ExitCode> {
    let path = global.overrides().file()?;
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).wrap_err_with(|| format!("cannot create the folder {}", folder.display()))?;
    }
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
    match file {
        Ok(mut file) => file
            .write_all(EXAMPLE.as_bytes())
            .wrap_err_with(|| format!("cannot write {}", path.display()))?,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            bail!("{} is there already; nothing was written", path.display());
        }
        Err(error) => return Err(error).wrap_err_with(|| format!("cannot create {}", path.display())),
    }
    writeln!(io::stdout(), "wrote {}", path.display())?;
    Ok(ExitCode::SUCCESS)
}
