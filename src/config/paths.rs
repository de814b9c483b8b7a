//! Where files are when nobody says otherwise: the folders of the XDG base directory specification.

use std::path::PathBuf;

use etcetera::{BaseStrategy, base_strategy::Xdg};

/// There is no home folder to put files in.
#[derive(Debug, thiserror::Error)]
#[error("cannot find a home folder: set HOME, or name the files with --config, --db and --log-file")]
pub struct PathsError(#[source] etcetera::HomeDirError);

fn xdg() -> Result<Xdg, PathsError> {
    Xdg::new().map_err(PathsError)
}

/// `$XDG_CONFIG_HOME/touchline/config.toml`.
///
/// # Errors
/// Without a home folder.
pub fn default_config_file() -> Result<PathBuf, PathsError> {
    Ok(xdg()?.config_dir().join("touchline/config.toml"))
}

/// `$XDG_DATA_HOME/touchline/PROFILE.db`.
///
/// # Errors
/// Without a home folder.
pub fn default_database(profile: &str) -> Result<PathBuf, PathsError> {
    Ok(xdg()?.data_dir().join("touchline").join(format!("{profile}.db")))
}

/// `$XDG_STATE_HOME/touchline`.
///
/// # Errors
/// Without a home folder.
pub fn default_log_folder() -> Result<PathBuf, PathsError> {
    let xdg = xdg()?;
    Ok(xdg.state_dir().unwrap_or_else(|| xdg.data_dir()).join("touchline"))
}
