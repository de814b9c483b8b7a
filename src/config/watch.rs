//! When a configuration file was changed.

use std::{
    fs, io,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
};

/// Looks at a file again and again, and tells of a change once the file stands still: an editor that is in the middle of
/// writing must not have its half a file read.
#[derive(Debug)]
pub struct Watch {
    path: PathBuf,
    changes: Settled<Look>,
}

/// What tells one state of a file from another, without reading it. None is a file that is not there.
type Look = Option<(u64, u64, i64, i64)>;

impl Watch {
    /// Begins with the file as it is now.
    #[must_use]
    pub fn new(path: PathBuf) -> Self {
        let changes = Settled::new(look(&path));
        Self { path, changes }
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Looks again: `true` once for each change, when two looks in a row agree.
    pub fn is_changed(&mut self) -> bool {
        self.changes.see(look(&self.path))
    }
}

fn look(path: &Path) -> Look {
    match fs::metadata(path) {
        Ok(file) => Some((
            file.ino(),
            file.size(),
            file.mtime(),
            // The change of its mode is a change too: it may be readable now.
            file.mtime_nsec() ^ file.ctime_nsec().rotate_left(17) ^ file.ctime(),
        )),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        // It is there and cannot be looked at: reading it will say why.
        Err(_) => Some((0, 0, 0, 0)),
    }
}

/// A value that counts as changed when it was seen twice in a row.
#[derive(Debug, Clone)]
struct Settled<T> {
    known: T,
    before: T,
}

impl<T: PartialEq + Clone> Settled<T> {
    fn new(known: T) -> Self {
        Self {
            before: known.clone(),
            known,
        }
    }

    fn see(&mut self, now: T) -> bool {
        let stands = self.before == now;
        let is_new = self.known != now;
        self.before = now.clone();
        if stands && is_new {
            self.known = now;
        }
        stands && is_new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_counts_once_it_stands() {
        let mut settled = Settled::new(1);
        let seen: Vec<bool> = [1, 2, 3, 3, 3, 4, 3, 3, 1, 1].map(|now| settled.see(now)).to_vec();
        assert_eq!(
            seen,
            [false, false, false, true, false, false, false, false, false, true],
            "4 came and went within two looks"
        );
    }

    #[test]
    fn a_file_written_replaced_and_removed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        let mut watch = Watch::new(path.clone());
        let changed = |watch: &mut Watch| [watch.is_changed(), watch.is_changed(), watch.is_changed()];
        assert_eq!(changed(&mut watch), [false; 3]);
        fs::write(&path, "a").unwrap();
        assert_eq!(changed(&mut watch), [false, true, false]);
        let other = folder.path().join("other");
        fs::write(&other, "b").unwrap();
        fs::rename(&other, &path).unwrap();
        assert_eq!(
            changed(&mut watch),
            [false, true, false],
            "another file of the same size"
        );
        fs::remove_file(&path).unwrap();
        assert_eq!(changed(&mut watch), [false, true, false]);
    }
}
