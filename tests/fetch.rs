//! Downloads by conditional requests, against a server that gives out match files well and badly.

#[path = "fetch/command.rs"]
mod command;
#[path = "fetch/conditions.rs"]
mod conditions;
#[path = "fetch/faults.rs"]
mod faults;
#[path = "fetch/pace.rs"]
mod pace;
#[path = "fetch/server.rs"]
mod server;

use crate::{binary, databases};
use chrono::{DateTime, Utc};
use touchline::{
    config::Sources,
    domain::Season,
    ingest::fetch::{Ask, FetchReport, Outcome, SourceFile, fetch},
    store::{self, Db, Download},
};

/// After the last match of the season 2023/24.
fn now() -> DateTime<Utc> {
    "2024-05-27T06:00:00Z".parse().unwrap()
}

fn season(league: &str, year: i32) -> SourceFile {
    SourceFile::Season {
        league: league.parse().unwrap(),
        season: Season::starting(year),
    }
}

async fn fetch_now(db: &Db, sources: &Sources, files: &[SourceFile]) -> FetchReport {
    fetch(db, sources, Ask::Now(files.to_vec()), now()).await.unwrap()
}

/// What each file came to, in a word.
fn words(report: &FetchReport) -> Vec<&'static str> {
    report.files.iter().map(|file| file.outcome.as_str()).collect()
}

/// Why the only file failed.
fn failure(report: &FetchReport) -> String {
    match &report.files[..] {
        [file] => match &file.outcome {
            Outcome::Failed(error) => touchline::domain::with_causes(error),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

/// What was written down of a file.
async fn download(db: &Db, sources: &Sources, file: &SourceFile) -> Option<Download> {
    let url = String::from(file.url(sources));
    let mut tx = db.read().await.unwrap();
    store::downloads(&mut tx, std::slice::from_ref(&url))
        .await
        .unwrap()
        .remove(&url)
}
