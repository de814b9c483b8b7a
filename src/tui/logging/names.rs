use std::path::{Component, Path, PathBuf};

use touchline::domain::SafeText;

/// Short names of files: the last part of each path, and as many before it as it takes to tell them apart.
pub(super) fn names(paths: &[PathBuf]) -> Vec<SafeText> {
    paths.iter().map(|path| name(path, paths)).collect()
}

fn name(path: &Path, all: &[PathBuf]) -> SafeText {
    let parts = path.components().count();
    let alone = |wanted: &usize| {
        let end = ending(path, *wanted);
        all.iter().filter(|other| ending(other, *wanted) == end).count() <= 1
    };
    let wanted = (1..parts).find(alone).unwrap_or(parts);
    SafeText::from(ending(path, wanted).display().to_string())
}

fn ending(path: &Path, parts: usize) -> PathBuf {
    let skipped = path.components().count().saturating_sub(parts);
    let rest = path.components().skip(skipped);
    rest.filter(|part| parts > 1 || *part != Component::RootDir).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_short_as_they_can_be_told_apart() {
        let paths = ["/var/log/api/out.log", "/var/log/web/out.log", "/var/log/nginx.log"].map(PathBuf::from);
        let names = names(&paths);
        let names: Vec<_> = names.iter().map(SafeText::as_str).collect();
        assert_eq!(names, ["api/out.log", "web/out.log", "nginx.log"]);
    }
}
