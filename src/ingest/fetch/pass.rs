//! One pass over files: a few downloads at a time, their imports one after the other.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use tokio::task::JoinSet;

use super::{
    FetchError, FetchReport, Fetched, Outcome, SourceFile,
    asked::Asked,
    client::{Answer, Body, Client},
};
use crate::{
    config::Sources,
    domain::with_causes,
    ingest::{
        FileReport, IngestError, Progress,
        fingerprint::content_hash,
        load::{import_file, import_leagues},
    },
    store::{self, Db, StoreError},
};

/// Requests at the same time: the source is one person's server.
const AT_ONCE: usize = 2;

type Answered = (usize, Asked, Result<Answer, FetchError>);

/// Asks for the files. While one is imported, the next ones are on their way.
pub(super) async fn run(
    db: &Db,
    sources: &Sources,
    files: Vec<Asked>,
    now: DateTime<Utc>,
    mut progress: impl FnMut(Progress<'_>) + Send,
) -> Result<FetchReport, FetchError> {
    let client = Client::new(sources.timeout())?;
    let total = files.len();
    let mut waiting = files.into_iter().enumerate();
    let mut quiet = Quiet::default();
    let mut asking = JoinSet::<Answered>::new();
    for (place, asked) in waiting.by_ref().take(AT_ONCE) {
        asking.spawn(request(client.clone(), place, asked, now));
    }
    let mut done: Vec<(usize, Fetched)> = Vec::with_capacity(total);
    while let Some(answered) = asking.join_next().await {
        let (place, asked, answer) = answered.map_err(|died| FetchError::Died(died.to_string()))?;
        quiet.hear(&asked, &answer);
        if let Some((place, asked)) = waiting.next() {
            match quiet.refusal(&asked) {
                None => asking.spawn(request(client.clone(), place, asked, now)),
                Some(refusal) => asking.spawn(async move { (place, asked, Err(refusal)) }),
            };
        }
        let fetched = take(db, asked, answer, now).await;
        let path = fetched.file.path();
        done.push((place, fetched));
        progress(Progress {
            done: done.len(),
            total,
            path: &path,
        });
    }
    done.sort_by_key(|(place, _)| *place);
    Ok(FetchReport {
        files: done.into_iter().map(|(_, fetched)| fetched).collect(),
    })
}

async fn request(client: Client, place: usize, asked: Asked, now: DateTime<Utc>) -> Answered {
    let answer = client.get(asked.url.clone(), asked.known(), now).await;
    (place, asked, answer)
}

/// Servers that have had enough requests: none is sent to them in this pass any more.
#[derive(Default)]
struct Quiet(HashMap<String, Option<DateTime<Utc>>>);

impl Quiet {
    fn hear(&mut self, asked: &Asked, answer: &Result<Answer, FetchError>) {
        if let Err(FetchError::Pause { status: 429, until, .. }) = answer {
            self.0.insert(host(asked), *until);
        }
    }

    fn refusal(&self, asked: &Asked) -> Option<FetchError> {
        self.0.get(&host(asked)).map(|until| FetchError::Pause {
            url: asked.url.to_string(),
            status: 429,
            until: *until,
        })
    }
}

fn host(asked: &Asked) -> String {
    asked.url.host_str().unwrap_or_default().to_owned()
}

/// Takes an answer up, and writes down what became of the file.
async fn take(db: &Db, mut asked: Asked, answer: Result<Answer, FetchError>, now: DateTime<Utc>) -> Fetched {
    let outcome = match answer {
        Err(error) => Outcome::Failed(error),
        Ok(Answer::Unchanged) => {
            asked.answered(304, now);
            Outcome::Unchanged
        }
        Ok(Answer::Missing(status)) => missing(&mut asked, status, now),
        Ok(Answer::Body(body)) => load(db, &mut asked, body, now).await,
    };
    if let Outcome::Failed(error) = &outcome {
        asked.failed(error, now);
    }
    if let Err(error) = record(db, &asked).await {
        // The import stands; it will be found unchanged when the file comes once more.
        tracing::warn!("{} is downloaded again: {}", asked.url, with_causes(&error));
    }
    Fetched {
        url: asked.url.into(),
        file: asked.file,
        outcome,
    }
}

/// A file that was there once does not go back to "not yet".
fn missing(asked: &mut Asked, status: u16, now: DateTime<Utc>) -> Outcome {
    if asked.download.content_hash.is_none() && asked.file.may_be_missing(now) {
        asked.answered(status, now);
        return Outcome::NotThereYet;
    }
    let url = asked.url.to_string();
    Outcome::Failed(FetchError::NotFound { url, status })
}

async fn load(db: &Db, asked: &mut Asked, body: Body, now: DateTime<Utc>) -> Outcome {
    let hash = content_hash(&body.bytes);
    let is_same = asked
        .known()
        .is_some_and(|known| known.content_hash.as_ref() == Some(&hash));
    let outcome = if is_same {
        Outcome::Unchanged
    } else {
        let report = match import(db, asked, &body.bytes, now).await {
            Ok(report) => report,
            Err(error) => return Outcome::Failed(error.into()),
        };
        let (before, rows) = (asked.download.rows_read, report.counts.read as u64);
        if rows == 0 && before > 0 && matches!(asked.file, SourceFile::Season { .. }) {
            let url = asked.url.to_string();
            return Outcome::Failed(FetchError::Emptied { url, before });
        }
        asked.download.rows_read = rows;
        Outcome::of_load(report)
    };
    asked.keep(body, hash, now);
    asked.answered(200, now);
    outcome
}

async fn import(db: &Db, asked: &Asked, bytes: &[u8], now: DateTime<Utc>) -> Result<FileReport, IngestError> {
    let (path, today) = (asked.file.path(), now.date_naive());
    match &asked.file {
        SourceFile::Season { .. } => import_file(db, &path, bytes, now, today).await,
        SourceFile::Fixtures(leagues) => import_leagues(db, &path, bytes, leagues, now, today).await,
    }
}

/// In a transaction after the import's own: what is lost between the two is one download.
async fn record(db: &Db, asked: &Asked) -> Result<(), StoreError> {
    let mut tx = db.write().await?;
    store::record_download(&mut tx, &asked.download).await?;
    tx.commit().await
}
