//! `touchline fetch LEAGUE...`: match files from football-data.co.uk into the store, and what became of each.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use chrono::{DateTime, Utc};
use color_eyre::eyre::{Result, bail};
use serde_json::{Value, json};
use touchline::{
    config::Settings,
    domain::{LeagueCode, SafeText, with_causes},
    features::FeatureStore,
    ingest::fetch::{Ask, FetchReport, Fetched, Outcome, SourceFile, fetch_with},
    store::{Db, OpenMode},
    training::{Clock, DriftJudge, take_up},
};

use super::{
    arguments,
    files::{Told, advance, progress_bar, table},
    logging,
};

/// Downloads and imports, then settles what was waiting for these results and forecasts what is coming.
pub(super) async fn command(settings: &Settings, options: &arguments::Fetch) -> Result<ExitCode> {
    if settings.read_only {
        bail!("nothing can be fetched: started with --read-only or a read-only profile");
    }
    let now = Clock::wall();
    let files = files(options, &settings.sources.leagues, now);
    if files.is_empty() {
        let error =
            color_eyre::eyre::eyre!("name a league, such as E0, or set leagues under [sources] of the configuration");
        logging::report(&error);
        return Ok(ExitCode::from(2));
    }
    let db = Db::open_as(&settings.database, OpenMode::ReadWrite, &settings.application).await?;
    let ask = if options.again {
        Ask::Anew(files)
    } else {
        Ask::Now(files)
    };
    let bar = progress_bar();
    let report = fetch_with(&db, &settings.sources, ask, now, |progress| advance(&bar, progress)).await;
    bar.finish_and_clear();
    let code = tell(
        &report?,
        options.json,
        &mut io::stdout().lock(),
        &mut io::stderr().lock(),
    )?;
    let features = FeatureStore::open(&settings.profile, settings.redis.as_ref());
    take_up(&db, &features, &DriftJudge::default(), now).await?;
    Ok(code)
}

/// Without a league what is followed; without a season those in play.
fn files(options: &arguments::Fetch, followed: &[LeagueCode], now: DateTime<Utc>) -> Vec<SourceFile> {
    let leagues = if options.leagues.is_empty() {
        followed
    } else {
        &options.leagues
    };
    let mut files: Vec<SourceFile> = Vec::new();
    for league in leagues {
        if options.seasons.is_empty() {
            files.extend(SourceFile::in_play(league, now));
        }
        for season in options.seasons.iter().flat_map(|seasons| seasons.all()) {
            let league = league.clone();
            files.push(SourceFile::Season { league, season });
        }
    }
    let is_what_is_followed = options.leagues.is_empty() && options.seasons.is_empty();
    if !leagues.is_empty() && (options.fixtures || is_what_is_followed) {
        files.push(SourceFile::Fixtures(leagues.to_vec()));
    }
    let mut once: Vec<SourceFile> = Vec::with_capacity(files.len());
    for file in files {
        if !once.contains(&file) {
            once.push(file);
        }
    }
    once
}

/// The report goes to `out`, each failure to `err`. Fails where any file did.
fn tell(report: &FetchReport, json: bool, out: &mut impl Write, err: &mut impl Write) -> io::Result<ExitCode> {
    let text = if json { as_json(report) } else { as_table(report) };
    out.write_all(text.as_bytes())?;
    out.flush()?;
    let mut code = ExitCode::SUCCESS;
    for (_, failure) in report.failures() {
        writeln!(err, "error: {}", SafeText::from(with_causes(failure)))?;
        code = ExitCode::FAILURE;
    }
    Ok(code)
}

fn as_table(report: &FetchReport) -> String {
    let names: Vec<String> = report.files.iter().map(|fetched| fetched.file.to_string()).collect();
    let told = report.files.iter().zip(&names).map(|(fetched, file)| {
        let word = fetched.outcome.as_str();
        fetched.outcome.import().map_or(Told::Word { file, word }, Told::Import)
    });
    table(&told.collect::<Vec<_>>())
}

/// As the JSON of an import, and for each file its address and state.
fn as_json(report: &FetchReport) -> String {
    let failures: Vec<Value> = report
        .failures()
        .map(|(fetched, error)| {
            let error = SafeText::from(with_causes(error));
            json!({ "file": fetched.file.to_string(), "error": error })
        })
        .collect();
    let files: Vec<Value> = report
        .files
        .iter()
        .filter(|file| !is_failure(file))
        .map(file_as_json)
        .collect();
    let value = json!({ "files": files, "totals": report.totals(), "failures": failures });
    format!("{value:#}\n")
}

fn is_failure(fetched: &Fetched) -> bool {
    matches!(fetched.outcome, Outcome::Failed(_))
}

fn file_as_json(fetched: &Fetched) -> Value {
    let mut value = json!({
        "file": fetched.file.to_string(),
        "url": fetched.url,
        "state": fetched.outcome.as_str().replace(' ', "_"),
    });
    if let (Value::Object(fields), Some(Ok(Value::Object(import)))) =
        (&mut value, fetched.outcome.import().map(serde_json::to_value))
    {
        fields.extend(import);
    }
    value
}
