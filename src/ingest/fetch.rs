//! Files of football-data.co.uk over HTTP: asked for on condition that they have changed, and imported one by one.
//!
//! ```text
//! [sources] ──▶ season files in play, fixtures ──asked──▶ GET, if changed ──body──▶ import ──▶ store
//!                          ▲                                   │ 304, not there, failure        │
//!                          └──────── downloads: validators, hash, pace ◀───────────────────────┘
//! ```
//!
//! What became of a download is written down after its import is committed: a crash between the two costs one more
//! download of a file that says nothing new. A file that cannot be had stops no other, and is asked for again with growing
//! pauses; a server that asks for a pause gets it.

mod asked;
mod body;
mod client;
mod error;
mod pass;
mod report;
mod source_file;

use chrono::{DateTime, TimeDelta, Utc};

use asked::Asked;
pub use error::FetchError;
pub use report::{FetchReport, Fetched, Outcome};
pub use source_file::SourceFile;

use super::Progress;
use crate::{
    boxed::Boxed,
    config::Sources,
    store::{self, Db, StoreError},
};

/// What to ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// What `[sources]` follows, where it is due.
    Due,
    /// These, at once.
    Now(Vec<SourceFile>),
    /// These at once, and to load them even where they have not changed.
    Anew(Vec<SourceFile>),
}

/// Downloads and imports files. `now` dates the loads and paces the next looks, on the wall clock.
///
/// # Errors
/// When nothing could be asked for. A file that cannot be had is no error but [`Outcome::Failed`].
pub async fn fetch(db: &Db, sources: &Sources, ask: Ask, now: DateTime<Utc>) -> Result<FetchReport, FetchError> {
    fetch_with(db, sources, ask, now, |_| ()).await
}

/// As [`fetch`], and tells how far it has come.
///
/// # Errors
/// As for [`fetch`].
pub async fn fetch_with(
    db: &Db,
    sources: &Sources,
    ask: Ask,
    now: DateTime<Utc>,
    progress: impl FnMut(Progress<'_>) + Send,
) -> Result<FetchReport, FetchError> {
    let files = match ask {
        Ask::Due => due_files(db, sources, now).await?,
        Ask::Now(files) => with_history(db, sources, files).await?,
        Ask::Anew(files) => with_history(db, sources, files)
            .await?
            .into_iter()
            .map(Asked::anew)
            .collect(),
    };
    if files.is_empty() {
        return Ok(FetchReport::default());
    }
    pass::run(db, sources, files, now, progress).await
}

/// Is a file of the leagues that are followed due? One query, and none where nothing is followed.
///
/// # Errors
/// When the database cannot be read.
#[must_use]
pub fn due<'a>(db: &'a Db, sources: &'a Sources, now: DateTime<Utc>) -> Boxed<'a, Result<bool, StoreError>> {
    Box::pin(async move { Ok(!due_files(db, sources, now).await?.is_empty()) })
}

async fn due_files(db: &Db, sources: &Sources, now: DateTime<Utc>) -> Result<Vec<Asked>, StoreError> {
    if sources.poll_minutes == 0 || sources.leagues.is_empty() {
        return Ok(Vec::new());
    }
    let poll = TimeDelta::minutes(i64::from(sources.poll_minutes));
    let mut files = with_history(db, sources, SourceFile::followed(&sources.leagues, now)).await?;
    files.retain(|asked| asked.is_due(poll, now));
    Ok(files)
}

async fn with_history(db: &Db, sources: &Sources, files: Vec<SourceFile>) -> Result<Vec<Asked>, StoreError> {
    let urls: Vec<String> = files.iter().map(|file| file.url(sources).into()).collect();
    let mut tx = db.read().await?;
    let mut known = store::downloads(&mut tx, &urls).await?;
    let with_history = |(file, url)| Asked::new(file, sources, known.remove(url));
    Ok(files.into_iter().zip(&urls).map(with_history).collect())
}
