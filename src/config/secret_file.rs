//! A secret that is typed, or stands alone in a file.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::Secret;

/// Why a secret cannot be had. It is never told itself.
#[derive(Debug, thiserror::Error)]
pub enum SecretFileError {
    /// Two sources of one secret.
    #[error("{of} has both {what} and {what}-file: keep one of the two")]
    Twice {
        /// Whose secret it is.
        of: &'static str,
        /// `password` or `token`.
        what: &'static str,
    },
    /// The file cannot be read.
    #[error("cannot read the {what}-file {path} of {of}: check its name and its mode")]
    File {
        /// Whose secret it is.
        of: &'static str,
        /// `password` or `token`.
        what: &'static str,
        /// Its path.
        path: PathBuf,
        /// The cause.
        #[source]
        source: std::io::Error,
    },
    /// The file is empty.
    #[error("the {what}-file {path} of {of} is empty")]
    Empty {
        /// Whose secret it is.
        of: &'static str,
        /// `password` or `token`.
        what: &'static str,
        /// Its path.
        path: PathBuf,
    },
}

/// The secret `what` of `of`, as typed or from its file.
pub(super) fn secret(
    of: &'static str,
    what: &'static str,
    typed: Option<Secret>,
    file: Option<&Path>,
) -> Result<Option<Secret>, SecretFileError> {
    let Some(path) = file else {
        return Ok(typed);
    };
    if typed.is_some() {
        return Err(SecretFileError::Twice { of, what });
    }
    let path = path.to_owned();
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(source) => {
            return Err(SecretFileError::File { of, what, path, source });
        }
    };
    let secret = Secret::new(&text);
    if secret.is_empty() {
        return Err(SecretFileError::Empty { of, what, path });
    }
    Ok(Some(secret))
}
