//! The binary in a home of its own.

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

/// A home folder that goes away with it.
pub(crate) struct Home {
    folder: TempDir,
}

impl Home {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.path().join("touchline.db")
    }

    /// Writes the configuration that the binary finds in this home.
    #[allow(dead_code, reason = "not every test configures")]
    pub(crate) fn configure(&self, text: &str) {
        let folder = self.path().join(".config/touchline");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("config.toml"), text).unwrap();
    }

    /// The binary, with nothing of the caller's environment that could change what it does.
    pub(crate) fn touchline(&self, arguments: &[&str]) -> Command {
        let mut command = Command::cargo_bin("touchline").unwrap();
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.path())
            .env("USER", "tester")
            .env("TOUCHLINE_DB", self.database())
            .args(arguments);
        command
    }

    /// Its standard output, which must be JSON, whatever its exit code.
    #[allow(dead_code, reason = "not every test asks for JSON")]
    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        let output = self.touchline(arguments).output().unwrap();
        serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)))
    }
}

/// Bundled seasons of the Premier League.
#[allow(dead_code, reason = "not every test takes them as they are")]
pub(crate) fn seasons(names: &[&str]) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample");
    names
        .iter()
        .map(|name| folder.join(name).display().to_string())
        .collect()
}
