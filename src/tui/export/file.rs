use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};

/// Names that are tried: two exports of one second get numbers.
const TRIES: usize = 20;

/// Writes a new file, `touchline-runs-20261124T143210Z.csv`, that its owner alone can read. Nothing is ever written over.
///
/// # Errors
/// When the folder takes no new file, or the text does not fit; nothing stays behind then.
pub(crate) fn save(folder: &Path, name: &str, extension: &str, at: DateTime<Utc>, text: &str) -> io::Result<PathBuf> {
    let stem = format!("touchline-{name}-{}", at.format("%Y%m%dT%H%M%SZ"));
    for number in 1..=TRIES {
        let suffix = if number == 1 {
            String::new()
        } else {
            format!("-{number}")
        };
        let path = folder.join(format!("{stem}{suffix}.{extension}"));
        let opened = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
        let mut file = match opened {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
            Err(error) => return Err(error),
        };
        let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
        if written.is_err() {
            // A part of a list would be taken for the whole.
            let _gone = fs::remove_file(&path);
        }
        return written.map(|()| path);
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn never_over_another_file() {
        let folder = tempfile::tempdir().unwrap();
        let at = DateTime::UNIX_EPOCH;
        let write = |text| save(folder.path(), "runs", "csv", at, text).unwrap();
        let (first, second) = (write("one"), write("two"));
        assert!(first.ends_with("touchline-runs-19700101T000000Z.csv"), "{first:?}");
        assert!(second.ends_with("touchline-runs-19700101T000000Z-2.csv"), "{second:?}");
        assert_eq!(
            [
                fs::read_to_string(&first).unwrap(),
                fs::read_to_string(&second).unwrap()
            ],
            ["one", "two"]
        );
        assert_eq!(fs::metadata(&first).unwrap().permissions().mode() & 0o777, 0o600);
        // A name that points elsewhere is taken, not followed.
        let third = folder.path().join("touchline-runs-19700101T000000Z-3.csv");
        std::os::unix::fs::symlink(folder.path().join("elsewhere"), third).unwrap();
        assert!(write("three").ends_with("touchline-runs-19700101T000000Z-4.csv"));
        assert!(!folder.path().join("elsewhere").exists());
    }

    #[test]
    fn a_folder_that_is_not_there_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("missing");
        assert!(save(&missing, "runs", "csv", DateTime::UNIX_EPOCH, "").is_err());
    }
}
