//! The program, its configuration and its folders.

use std::{
    fs::{self, OpenOptions},
    os::unix::fs::PermissionsExt,
    path::Path,
};

use touchline::config::Settings;

use super::{super::arguments::Global, finding::Finding};
use crate::tui;

/// Bytes below which a disk is nearly full: a training of 14 leagues writes some ten of them.
const LITTLE: u64 = 200 * 1024 * 1024;

pub(super) fn look(settings: &Settings, global: &Global) -> Vec<Finding> {
    let version = format!("touchline {}, profile {}", env!("CARGO_PKG_VERSION"), settings.profile);
    vec![
        Finding::pass("program", version),
        configuration(settings, global),
        api(settings),
        logs(&settings.log_folder),
        disk(&settings.log_folder),
    ]
}

/// The settings could be read, or there would be no look at all.
fn configuration(settings: &Settings, global: &Global) -> Finding {
    const NAME: &str = "configuration";
    let Ok(path) = global.overrides().file() else {
        return Finding::skip(NAME, "no home folder, so no configuration file");
    };
    if let Err(error) = tui::keymap(&settings.monitor, &path) {
        return Finding::fail(NAME, error.to_string(), "mend [monitor.keys]");
    }
    match fs::metadata(&path) {
        Err(_) => Finding::pass(NAME, format!("{} is not there: defaults are in force", path.display())),
        Ok(file) if file.permissions().mode() & 0o077 != 0 && holds_a_secret(&path) => Finding::warn(
            NAME,
            format!("{} holds a password or a token, and others can read it", path.display()),
            "chmod 600 it, or put the secret into a file of its own",
        ),
        Ok(_) => Finding::pass(NAME, format!("{} holds together", path.display())),
    }
}

fn holds_a_secret(path: &Path) -> bool {
    let text = fs::read_to_string(path).unwrap_or_default();
    let key = |line: &str| line.split('=').next().map(|key| key.trim().to_owned());
    text.lines()
        .filter_map(key)
        .any(|key| key == "password" || key == "token")
}

fn api(settings: &Settings) -> Finding {
    const NAME: &str = "serve";
    match settings.serve.clone().resolve() {
        Ok(serve) => match serve.check() {
            Ok(()) if serve.token.is_some() => Finding::pass(NAME, format!("{} with a token", serve.listen)),
            Ok(()) => Finding::pass(
                NAME,
                format!("{} without a token: nothing can be changed through it", serve.listen),
            ),
            Err(error) => Finding::fail(NAME, error.to_string(), "`touchline serve` refuses to start"),
        },
        Err(error) => Finding::warn(
            NAME,
            error.to_string(),
            "whoever runs `touchline serve` must be able to read it",
        ),
    }
}

fn logs(folder: &Path) -> Finding {
    const NAME: &str = "log folder";
    if !folder.exists() {
        return Finding::pass(NAME, format!("{} is made when it is needed", folder.display()));
    }
    let probe = folder.join(".touchline-doctor");
    let written = OpenOptions::new().write(true).create(true).truncate(true).open(&probe);
    let _removed = fs::remove_file(&probe);
    match written {
        Ok(_) => Finding::pass(NAME, format!("{} can be written to", folder.display())),
        Err(error) => Finding::fail(
            NAME,
            format!("{} cannot be written to: {error}", folder.display()),
            "let this user write there, or set `folder` under [log]",
        ),
    }
}

/// Of the nearest folder that is there.
pub(super) fn disk(path: &Path) -> Finding {
    const NAME: &str = "disk";
    let Some(place) = path.ancestors().find(|folder| folder.exists()) else {
        return Finding::skip(NAME, "no folder to look at");
    };
    match rustix::fs::statvfs(place) {
        Ok(disk) => {
            let free = disk.f_bavail.saturating_mul(disk.f_frsize);
            let said = format!("{} MiB free at {}", free >> 20, place.display());
            if free < LITTLE {
                Finding::warn(NAME, said, "make room: trainings wait where there is none")
            } else {
                Finding::pass(NAME, said)
            }
        }
        Err(error) => Finding::warn(NAME, format!("{}: {error}", place.display()), "look with `df -h`"),
    }
}
