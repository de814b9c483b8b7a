use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Where a log is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In one file, which may be replaced by another of its name.
    File(PathBuf),
    /// In a file for each day, `PREFIX.YYYY-MM-DD.log`, of which the newest counts.
    Daily {
        /// The folder.
        folder: PathBuf,
        /// What the names begin with.
        prefix: String,
    },
}

impl Place {
    /// The file that is written now.
    pub(super) fn find(&self) -> io::Result<PathBuf> {
        match self {
            Self::File(path) => Ok(path.clone()),
            Self::Daily { folder, prefix } => newest(folder, prefix)?.ok_or_else(|| io::ErrorKind::NotFound.into()),
        }
    }
}

/// The file with the latest day in its name, whenever it was written to.
fn newest(folder: &Path, prefix: &str) -> io::Result<Option<PathBuf>> {
    let mut newest: Option<String> = None;
    for entry in fs::read_dir(folder)? {
        if let Ok(name) = entry?.file_name().into_string()
            && is_daily(&name, prefix)
            && newest.as_ref().is_none_or(|other| *other < name)
        {
            newest = Some(name);
        }
    }
    Ok(newest.map(|name| folder.join(name)))
}

fn is_daily(name: &str, prefix: &str) -> bool {
    let day = name
        .strip_prefix(prefix)
        .and_then(|rest| rest.strip_prefix('.')?.strip_suffix(".log"));
    day.is_some_and(|day| day.len() == 10 && day.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_day_counts() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::Daily {
            folder: folder.path().to_owned(),
            prefix: "worker".to_owned(),
        };
        assert_eq!(place.find().unwrap_err().kind(), io::ErrorKind::NotFound);
        for name in [
            "worker.2026-11-24.log",
            "worker.2026-09-30.log",
            "worker.out",
            "worker.2026-11-25.log.gz",
            "touchline.2026-11-30.log",
        ] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        assert_eq!(place.find().unwrap(), folder.path().join("worker.2026-11-24.log"));
    }
}
