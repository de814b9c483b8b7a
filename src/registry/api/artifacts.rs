//! Files of a run, written where its server keeps them.

use std::{
    fs, io,
    os::unix::fs::PermissionsExt,
    path::{Component, Path, PathBuf},
};

use url::Url;

use super::{Mlflow, RunInfo};
use crate::registry::MlflowError;

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::registry) enum Stored {
    /// It is there.
    Yes,
    /// The server keeps files where this program has no way to; what an operator can do about it.
    No(String),
}

/// Where the files of a run are.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Root {
    /// Behind the server's proxy, at this path.
    Proxy(String),
    /// In a folder of the server's machine.
    Folder(PathBuf),
    /// In a store of objects that the server does not stand for: the scheme of its address.
    Elsewhere(String),
}

impl Root {
    fn of(artifact_uri: &str) -> Self {
        match Url::parse(artifact_uri) {
            Ok(url) if url.scheme() == "mlflow-artifacts" => Self::Proxy(url.path().trim_start_matches('/').to_owned()),
            Ok(url) if url.scheme() == "file" => Self::Folder(PathBuf::from(url.path())),
            Ok(url) => Self::Elsewhere(url.scheme().to_owned()),
            Err(_no_address) => Self::Folder(PathBuf::from(artifact_uri)),
        }
    }
}

impl Mlflow {
    /// Writes a file into the artifacts of a run, over one of the same path.
    pub(in crate::registry) async fn upload(
        &self,
        run: &RunInfo,
        path: &str,
        content_type: &str,
        body: String,
    ) -> Result<Stored, MlflowError> {
        match Root::of(&run.artifact_uri) {
            Root::Proxy(root) => {
                let path = format!("api/2.0/mlflow-artifacts/artifacts/{root}/{path}");
                match self.client.put("store an artifact", &path, content_type, body).await {
                    Ok(()) => Ok(Stored::Yes),
                    // The experiment was made when the server still passed files on.
                    Err(MlflowError::Failing { said, .. }) if said.contains(SERVE) => {
                        Ok(Stored::No(with_proxy("a place of its own")))
                    }
                    Err(error) => Err(error),
                }
            }
            // On another machine the folder of that name would be another folder.
            Root::Folder(root) if self.client.is_local() && root.is_absolute() => {
                write(&root, path, &body).map_err(|source| MlflowError::Artifact {
                    path: path.to_owned(),
                    source,
                })?;
                Ok(Stored::Yes)
            }
            Root::Folder(_) => Ok(Stored::No(with_proxy("a folder of its own machine"))),
            Root::Elsewhere(scheme) => Ok(Stored::No(with_proxy(&format!("{scheme}://")))),
        }
    }
}

/// What lets a server pass files on to where it keeps them.
const SERVE: &str = "--serve-artifacts";

fn with_proxy(place: &str) -> String {
    format!("MLflow keeps artifacts in {place} and does not pass them on: start it with {SERVE}")
}

/// Whole or not at all: a reader never sees half a file.
fn write(root: &Path, path: &str, body: &str) -> io::Result<()> {
    let inside = Path::new(path);
    if !inside.components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "the path leaves the folder of the run",
        ));
    }
    let target = root.join(inside);
    let folder = target.parent().unwrap_or(root);
    fs::create_dir_all(folder)?;
    // The server may run under another account.
    let readable = fs::Permissions::from_mode(0o644);
    let mut file = tempfile::Builder::new().permissions(readable).tempfile_in(folder)?;
    io::Write::write_all(&mut file, body.as_bytes())?;
    file.persist(&target)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_are_told_apart() {
        let proxy = |path: &str| Root::Proxy(path.to_owned());
        assert_eq!(Root::of("mlflow-artifacts:/1/abc/artifacts"), proxy("1/abc/artifacts"));
        assert_eq!(
            Root::of("mlflow-artifacts://mlflow:5000/1/abc/artifacts"),
            proxy("1/abc/artifacts")
        );
        assert_eq!(Root::of("file:///srv/mlruns/1"), Root::Folder("/srv/mlruns/1".into()));
        assert_eq!(Root::of("/srv/mlruns/1"), Root::Folder("/srv/mlruns/1".into()));
        assert_eq!(Root::of("s3://bucket/1"), Root::Elsewhere("s3".to_owned()));
    }

    #[test]
    fn a_file_is_written_over_and_never_outside() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("run");
        for body in ["one", "two"] {
            write(&root, "model/parameters.json", body).unwrap();
            assert_eq!(fs::read_to_string(root.join("model/parameters.json")).unwrap(), body);
        }
        for path in ["../x", "/x", "a/../../x", "./x"] {
            assert!(write(&root, path, "").is_err(), "{path}");
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
