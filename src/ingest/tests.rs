//! Imports into a real database.

mod real_files;
mod rules;

use std::{fs, path::Path};

use chrono::{DateTime, NaiveDate, Utc};

use super::*;
use crate::store::{self, Db, MatchRow, OpenMode, with_tx};

const HEADER: &str = "Div,Date,Time,HomeTeam,AwayTeam,FTHG,FTAG,FTR,AvgH,AvgD,AvgA\n";

/// A database in a folder that goes with it.
struct Bench {
    folder: tempfile::TempDir,
    db: Db,
}

impl Bench {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(folder.path().join("test.db"), OpenMode::ReadWrite)
            .await
            .unwrap();
        Self { folder, db }
    }

    /// Imports rows below the usual header on 1 September 2023.
    async fn import(&self, file: &str, rows: &str) -> FileReport {
        self.import_bytes(file, format!("{HEADER}{rows}").as_bytes())
            .await
            .unwrap()
    }

    async fn import_bytes(&self, file: &str, bytes: &[u8]) -> Result<FileReport, IngestError> {
        import_file(&self.db, Path::new(file), bytes, now(), now().date_naive()).await
    }

    async fn matches(&self, code: &str) -> Vec<MatchRow> {
        let mut tx = self.db.read().await.unwrap();
        let leagues = store::leagues(&mut tx).await.unwrap();
        let league = leagues.iter().find(|league| league.code.as_str() == code).unwrap();
        store::matches_of_league(&mut tx, league.id).await.unwrap()
    }

    /// Rows of a table.
    async fn count(&self, table: &'static str) -> i64 {
        let mut tx = self.db.read().await.unwrap();
        let sql = sqlx::AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
        with_tx!(&mut tx, c => sqlx::query_scalar(sql).fetch_one(c).await.unwrap())
    }

    /// Line, reason and content of each row in quarantine.
    async fn quarantine(&self) -> Vec<(i64, String, String)> {
        let sql = "SELECT line, reason, content FROM quarantine ORDER BY source_file, line";
        let mut tx = self.db.read().await.unwrap();
        with_tx!(&mut tx, c => sqlx::query_as(sql).fetch_all(c).await.unwrap())
    }

    /// State and error of each log.
    async fn logs(&self) -> Vec<(String, Option<String>)> {
        let mut tx = self.db.read().await.unwrap();
        with_tx!(&mut tx, c => sqlx::query_as("SELECT state, error FROM ingestion_logs ORDER BY id").fetch_all(c).await.unwrap())
    }
}

fn now() -> DateTime<Utc> {
    "2023-09-01T08:00:00Z".parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Inserted, updated, unchanged, quarantined; they add up to what was read.
fn counts(report: &FileReport) -> [usize; 4] {
    let counts = report.counts;
    let parts = [counts.inserted, counts.updated, counts.unchanged, counts.quarantined];
    assert_eq!(counts.read, parts.iter().sum::<usize>());
    parts
}
