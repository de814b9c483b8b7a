//! One file into the store, in one transaction.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    FileReport, IngestError,
    fingerprint::content_hash,
    football_data::{self, FormatError, ParsedFile, Row},
    held,
    league_load::{Extent, Load, load_league},
    source_name::{bare_name, source_name},
};
use crate::{
    boxed::Boxed,
    domain::{LeagueCode, SafeText},
    store::{self, Db, FileLoad, IngestionLog, RowCounts, StoreError, Subject, Tx},
};

/// Imports the bytes of one file. `path` gives its name, together with what it tells; it is not read. `today` is the day,
/// in the calendar of the leagues, from which a match without a score is a coming fixture; `now` dates the load.
///
/// # Errors
/// When it is no file of football-data.co.uk, or the database fails. Nothing of it is stored then.
#[must_use]
pub fn import_file<'a>(
    db: &'a Db,
    path: &'a Path,
    bytes: &'a [u8],
    now: DateTime<Utc>,
    today: NaiveDate,
) -> Boxed<'a, Result<FileReport, IngestError>> {
    Box::pin(async move { load(db, ReadFile::new(path.to_owned(), bytes), now, today).await })
}

/// Imports some of the rows of `path`, parsed before. That the others are not there says nothing of the file.
///
/// # Errors
/// When the database fails. Nothing of it is stored then.
#[must_use]
pub fn import_parsed<'a>(
    db: &'a Db,
    path: &'a Path,
    parsed: ParsedFile,
    now: DateTime<Utc>,
    today: NaiveDate,
) -> Boxed<'a, Result<FileReport, IngestError>> {
    Box::pin(async move {
        let file = ReadFile {
            path: path.to_owned(),
            content_hash: String::new(),
            parsed: Ok(parsed),
            extent: Extent::Part,
        };
        load(db, file, now, today).await
    })
}

/// Imports the rows of some leagues of a file that has those of many.
pub(super) fn import_leagues<'a>(
    db: &'a Db,
    path: &'a Path,
    bytes: &'a [u8],
    leagues: &'a [LeagueCode],
    now: DateTime<Utc>,
    today: NaiveDate,
) -> Boxed<'a, Result<FileReport, IngestError>> {
    Box::pin(async move {
        let mut file = ReadFile::new(path.to_owned(), bytes);
        if let Ok(parsed) = &mut file.parsed {
            parsed.rows.retain(|row| leagues.contains(&row.league));
            let is_wanted = |league: Option<&LeagueCode>| league.is_none_or(|league| leagues.contains(league));
            parsed.rejected.retain(|rejected| is_wanted(rejected.league.as_ref()));
        }
        file.extent = Extent::Part;
        load(db, file, now, today).await
    })
}

/// A file that was read and parsed.
pub(super) struct ReadFile {
    /// As it was given.
    path: PathBuf,
    content_hash: String,
    parsed: Result<ParsedFile, FormatError>,
    extent: Extent,
}

impl ReadFile {
    pub(super) fn new(path: PathBuf, bytes: &[u8]) -> Self {
        Self {
            path,
            content_hash: content_hash(bytes),
            parsed: football_data::parse(bytes),
            extent: Extent::Whole,
        }
    }
}

/// Brings a file into the store.
pub(super) fn load(
    db: &Db,
    file: ReadFile,
    now: DateTime<Utc>,
    today: NaiveDate,
) -> Boxed<'_, Result<FileReport, IngestError>> {
    Box::pin(async move {
        let ReadFile {
            path,
            content_hash,
            parsed,
            extent,
        } = file;
        let bare_name = bare_name(&path);
        let source_file = match &parsed {
            Ok(parsed) => source_name(&path, parsed),
            Err(_) => bare_name.clone(),
        };
        let in_store = |source| IngestError::Store {
            path: path.clone(),
            source,
        };
        let mut tx = db.write().await.map_err(in_store)?;
        let mut log = IngestionLog {
            source_file: &source_file,
            content_hash: &content_hash,
            at: now,
            state: "refused",
            counts: RowCounts::default(),
            error: None,
        };
        match parsed {
            Err(source) => {
                log.error = Some(source.to_string());
                store::log_ingestion(&mut tx, &log).await.map_err(in_store)?;
                tx.commit().await.map_err(in_store)?;
                Err(IngestError::Format { path, source })
            }
            Ok(parsed) => {
                let load = Load {
                    source_file: &source_file,
                    bare_name: &bare_name,
                    extent,
                    now,
                    today,
                };
                let report = load_rows(&mut tx, &load, &path, &parsed).await.map_err(in_store)?;
                log.counts = report.counts;
                log.state = if report.counts.inserted + report.counts.updated > 0 {
                    "loaded"
                } else {
                    "unchanged"
                };
                store::log_ingestion(&mut tx, &log).await.map_err(in_store)?;
                store::bump_revision(&mut tx, Subject::Matches)
                    .await
                    .map_err(in_store)?;
                tx.commit().await.map_err(in_store)?;
                Ok(report)
            }
        }
    })
}

async fn load_rows(tx: &mut Tx, load: &Load<'_>, path: &Path, parsed: &ParsedFile) -> Result<FileReport, StoreError> {
    let mut leagues: BTreeMap<&LeagueCode, Vec<&Row>> = BTreeMap::new();
    for row in &parsed.rows {
        leagues.entry(&row.league).or_default().push(row);
    }
    let mut report = FileReport {
        file: path.display().to_string().into(),
        counts: RowCounts {
            read: parsed.rejected.len(),
            quarantined: parsed.rejected.len(),
            ..RowCounts::default()
        },
        notes: parsed.notes.clone(),
        held: Vec::new(),
        is_shrunken: false,
        matches_affected: Vec::new(),
    };
    report.notes.extend(note_misnamed(path, &leagues));
    let mut held = Vec::new();
    let mut told = rejected_by_league(parsed);
    for (code, rows) in &leagues {
        let loaded = load_league(tx, load, code, rows).await?;
        *told.entry(code).or_default() += loaded.counts;
        report.counts += loaded.counts;
        report.notes.extend(loaded.notes);
        report.is_shrunken |= loaded.is_shrunken;
        report.matches_affected.extend(loaded.scored);
        held.extend(loaded.held);
    }
    report.held = held::quarantine(tx, load, parsed, &held).await?;
    for (league, counts) in told {
        let file_load = FileLoad {
            source_file: load.source_file,
            league,
            read: counts.read,
            quarantined: counts.quarantined,
        };
        store::record_file_load(tx, &file_load, load.now).await?;
    }
    Ok(report)
}

/// Rows that were turned away, by league. A row whose league cannot be read belongs to the file's league, if it has but
/// one.
fn rejected_by_league(parsed: &ParsedFile) -> BTreeMap<&LeagueCode, RowCounts> {
    let mut leagues = parsed.rows.iter().map(|row| &row.league);
    let first = leagues.next();
    let only = first.filter(|first| leagues.all(|league| league == *first));
    let mut rejected: BTreeMap<&LeagueCode, RowCounts> = BTreeMap::new();
    for league in parsed.rejected.iter().filter_map(|row| row.league.as_ref().or(only)) {
        *rejected.entry(league).or_default() += RowCounts {
            read: 1,
            quarantined: 1,
            ..RowCounts::default()
        };
    }
    rejected
}

/// A file called `N1_2425.csv` or `N1.csv` that tells of another league. What it tells is believed, not what it is called.
fn note_misnamed(path: &Path, leagues: &BTreeMap<&LeagueCode, Vec<&Row>>) -> Option<SafeText> {
    let name = path.file_stem()?.to_str()?;
    let called = LeagueCode::new(name.split('_').next()?).ok()?;
    if leagues.is_empty() || leagues.contains_key(&called) {
        return None;
    }
    let told: Vec<&str> = leagues.keys().map(|code| code.as_str()).collect();
    Some(
        format!(
            "is called {called}, but its column Div says {}: loaded as that",
            told.join(", ")
        )
        .into(),
    )
}
