//! `touchline import PATH...`: files and folders into the store, and what became of each.

use std::{
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};

use chrono::{DateTime, Utc};
use color_eyre::eyre::{Result, bail};
use serde_json::json;
use touchline::{
    config::Settings,
    domain::{SafeText, with_causes},
    features::FeatureStore,
    ingest::{self, ImportReport},
    store::{Db, OpenMode},
    training::{Clock, DriftJudge, take_up},
};

use super::{
    arguments,
    files::{Told, advance, progress_bar, table},
};

/// Imports, then settles what was waiting for these results and forecasts what is coming.
pub(super) async fn command(settings: &Settings, options: &arguments::Import) -> Result<ExitCode> {
    if settings.read_only {
        bail!("nothing can be imported: started with --read-only or a read-only profile");
    }
    let db = Db::open_as(&settings.database, OpenMode::ReadWrite, &settings.application).await?;
    let now = Clock::wall();
    let (mut out, mut err) = (io::stdout().lock(), io::stderr().lock());
    let code = run(&db, &options.paths, options.json, now, &mut out, &mut err).await?;
    let features = FeatureStore::open(&settings.profile, settings.redis.as_ref());
    take_up(&db, &features, &DriftJudge::default(), now).await?;
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
    let bar = progress_bar();
    let report = ingest::import_paths(db, paths, now, now.date_naive(), |progress| advance(&bar, progress)).await;
    bar.finish_and_clear();
    let text = if json {
        as_json(&report)
    } else {
        table(&report.files.iter().map(Told::Import).collect::<Vec<_>>())
    };
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

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_failure_says_what_to_do_and_fails() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(folder.path().join("t.db"), OpenMode::ReadWrite).await.unwrap();
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
