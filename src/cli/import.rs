//! `touchline import PATH...`: files and folders into the store, and what became of each.

use std::{
    collections::HashMap,
    fmt::Write as _,
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};

use chrono::{DateTime, Utc};
use color_eyre::eyre::{Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use touchline::{
    config::Settings,
    domain::{SafeText, with_causes},
    features::FeatureStore,
    ingest::{self, FileReport, HeldRow, ImportReport},
    store::{Db, OpenMode, RowCounts},
    training::{Clock, DriftJudge, Due, forecast_coming, record_verdicts, refresh_matches, settle},
};
use unicode_width::UnicodeWidthStr;

use super::arguments;

/// More files than this are told of only where there is something to say.
const FILES_SHOWN: usize = 20;

/// So many reasons of a file's held rows are shown, and so many lines of each; the quarantine keeps all.
const REASONS_SHOWN: usize = 5;
const LINES_SHOWN: usize = 3;

/// Imports, then settles what was waiting for these results and forecasts what is coming.
pub(super) async fn command(settings: &Settings, options: &arguments::Import) -> Result<ExitCode> {
    if settings.read_only {
        bail!("nothing can be imported: started with --read-only or a read-only profile");
    }
    let db = Db::open_as(&settings.database, OpenMode::ReadWrite, &settings.application).await?;
    let now = Clock::wall();
    let (mut out, mut err) = (io::stdout().lock(), io::stderr().lock());
    let code = run(&db, &options.paths, options.json, now, &mut out, &mut err).await?;
    let mut tx = db.write().await?;
    settle(&mut tx, now).await?;
    tx.commit().await?;
    let features = FeatureStore::open(&settings.profile, settings.redis.as_ref());
    refresh_matches(&db, &features, now).await?;
    forecast_coming(&db, &features, now).await?;
    record_verdicts(&db, &DriftJudge::default(), Due::NewMatches, now).await?;
    Ok(code)
}

/// Imports `paths`; the report goes to `out`, each failure to `err`. Fails where any file did.
async fn run(
    db: &Db,
    paths: &[PathBuf],
    json: bool,
    now: DateTime<Utc>,
    out: &mut impl Write,
    err: &mut impl Write,
) -> io::Result<ExitCode> {
    // Draws on stderr, and only where that is a terminal.
    let bar = ProgressBar::new(0).with_style(style());
    let report = ingest::import_paths(db, paths, now, now.date_naive(), |progress| {
        bar.set_length(progress.total as u64);
        bar.set_position(progress.done as u64);
        let name = progress.path.file_name().unwrap_or_default().to_string_lossy();
        bar.set_message(SafeText::new(&name).to_string());
    })
    .await;
    bar.finish_and_clear();
    let text = if json { as_json(&report) } else { as_table(&report) };
    out.write_all(text.as_bytes())?;
    out.flush()?;
    for failure in &report.failures {
        writeln!(err, "error: {}", SafeText::from(with_causes(failure)))?;
    }
    Ok(if report.failures.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}").unwrap_or_else(|_| ProgressStyle::default_bar())
}

fn as_json(report: &ImportReport) -> String {
    let failures: Vec<_> = report
        .failures
        .iter()
        .map(|failure| {
            let path = SafeText::from(failure.path().display().to_string());
            json!({ "file": path, "error": SafeText::from(with_causes(failure)) })
        })
        .collect();
    let value = json!({ "files": report.files, "totals": report.totals(), "failures": failures });
    format!("{value:#}\n")
}

fn as_table(report: &ImportReport) -> String {
    let mut text = String::new();
    if report.files.is_empty() {
        return text;
    }
    let few = report.files.len() <= FILES_SHOWN;
    let has_something_to_say = |file: &&FileReport| few || !file.notes.is_empty() || !file.held.is_empty();
    let shown: Vec<&FileReport> = report.files.iter().filter(has_something_to_say).collect();
    let sum = format!("{} files", report.files.len());
    let names = shown.iter().map(|file| file.file.as_str());
    let width = names
        .chain(["file", &sum])
        .map(UnicodeWidthStr::width)
        .max()
        .unwrap_or_default();
    let heads = ["read", "inserted", "updated", "unchanged", "quarantined"];
    line(&mut text, width, "file", heads.map(str::to_owned));
    for file in shown {
        line(&mut text, width, file.file.as_str(), cells(file.counts));
        remarks(&mut text, file);
    }
    if report.files.len() > 1 {
        line(&mut text, width, &sum, cells(report.totals()));
    }
    text
}

fn cells(counts: RowCounts) -> [String; 5] {
    [
        counts.read,
        counts.inserted,
        counts.updated,
        counts.unchanged,
        counts.quarantined,
    ]
    .map(|n| n.to_string())
}

fn line(text: &mut String, width: usize, name: &str, cells: [String; 5]) {
    let [read, inserted, updated, unchanged, quarantined] = cells;
    let blank = width.saturating_sub(name.width());
    // Writing to a String cannot fail.
    let _ = writeln!(
        text,
        "{name}{:blank$}  {read:>6}  {inserted:>8}  {updated:>7}  {unchanged:>9}  {quarantined:>11}",
        ""
    );
}

fn remarks(text: &mut String, file: &FileReport) {
    let held = by_reason(&file.held);
    let more = held.len().saturating_sub(REASONS_SHOWN);
    let notes = file.notes.iter().map(SafeText::to_string);
    let reasons = held.iter().take(REASONS_SHOWN).map(|(reason, lines)| {
        let first: Vec<String> = lines.iter().take(LINES_SHOWN).map(u32::to_string).collect();
        let rest = lines.len().saturating_sub(LINES_SHOWN);
        let word = if lines.len() > 1 { "lines" } else { "line" };
        let rest = if rest > 0 {
            format!(" and {rest} more")
        } else {
            String::new()
        };
        format!("{word} {}{rest}: {reason}", first.join(", "))
    });
    let more = (more > 0).then(|| format!("and {more} more reasons"));
    for remark in notes.chain(reasons).chain(more) {
        let _ = writeln!(text, "    {remark}");
    }
}

/// Reasons in the order in which they first occur, each with its lines.
fn by_reason(held: &[HeldRow]) -> Vec<(&SafeText, Vec<u32>)> {
    let mut lines: HashMap<&SafeText, Vec<u32>> = HashMap::new();
    for row in held {
        lines.entry(&row.reason).or_default().push(row.line);
    }
    let mut reasons: Vec<_> = lines.into_iter().collect();
    reasons.sort_by(|(_, one), (_, other)| one.cmp(other));
    reasons
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, inserted: usize, held: u32) -> FileReport {
        let quarantined = held as usize;
        FileReport {
            file: name.into(),
            counts: RowCounts {
                read: inserted + quarantined,
                inserted,
                quarantined,
                ..RowCounts::default()
            },
            notes: Vec::new(),
            held: (2..2 + held)
                .map(|line| HeldRow {
                    line,
                    reason: "Arsenal plays itself".into(),
                })
                .collect(),
            matches_affected: Vec::new(),
        }
    }

    fn report(files: Vec<FileReport>) -> ImportReport {
        ImportReport {
            files,
            failures: Vec::new(),
        }
    }

    #[test]
    fn a_few_files_are_all_shown() {
        let table = as_table(&report(vec![file("D1/Köln.csv", 306, 0), file("E0.csv", 373, 7)]));
        let expected = "\
file           read  inserted  updated  unchanged  quarantined
D1/Köln.csv     306       306        0          0            0
E0.csv          380       373        0          0            7
    lines 2, 3, 4 and 4 more: Arsenal plays itself
2 files         686       679        0          0            7
";
        assert_eq!(table, expected);
    }

    #[test]
    fn of_many_files_those_with_something_to_say() {
        let mut files: Vec<_> = (0..30).map(|n| file(&format!("{n}.csv"), 10, 0)).collect();
        files.push(file("odd.csv", 9, 1));
        let table = as_table(&report(files));
        assert_eq!(table.lines().count(), 4, "{table}");
        assert!(table.contains("odd.csv") && table.contains("31 files"));
    }

    #[tokio::test]
    async fn a_failure_says_what_to_do_and_fails() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("t.db"), OpenMode::ReadWrite)
            .await
            .unwrap();
        let other = folder.path().join("other\u{1b}[2J.csv");
        std::fs::write(&other, "name,age\nx,1\n").unwrap();
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let code = run(&db, &[other], true, Utc::now(), &mut out, &mut err).await.unwrap();
        assert_eq!(code, ExitCode::FAILURE);
        let err = String::from_utf8(err).unwrap();
        assert!(
            err.starts_with("error: cannot import ") && err.contains("lacks the columns Div"),
            "{err}"
        );
        assert!(!err.contains('\u{1b}'));
        let json: serde_json::Value = serde_json::from_slice(&out).unwrap();
        assert_eq!(
            json["failures"][0]["error"],
            err.trim_end().trim_start_matches("error: ")
        );
    }
}
