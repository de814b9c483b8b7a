//! `touchline jobs` and `touchline cancel`: the queue without a terminal.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use color_eyre::eyre::Result;
use serde_json::json;
use touchline::{
    config::Settings,
    domain::{Run, RunBasis, RunKind},
    engine::Action,
    store::{self, Db, OpenMode},
};

use super::{
    act::act,
    arguments::{Cancel, Jobs},
};

/// Finished runs that are listed.
const FINISHED: i64 = 50;

pub(super) async fn list(settings: &Settings, options: &Jobs) -> Result<ExitCode> {
    let db = Db::open_as(&settings.database, OpenMode::ReadOnly, &settings.application).await?;
    let mut tx = db.read().await?;
    let live = store::live_runs(&mut tx).await?;
    let finished = store::finished_runs(&mut tx, None, FINISHED).await?;
    let mut out = io::stdout().lock();
    if options.json {
        serde_json::to_writer_pretty(&mut out, &json!({ "live": live, "finished": finished }))?;
        writeln!(out)?;
        return Ok(ExitCode::SUCCESS);
    }
    if live.is_empty() && finished.is_empty() {
        writeln!(out, "no runs yet: `touchline train` asks for a training")?;
    }
    for run in live.iter().chain(&finished) {
        line(&mut out, run)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn line(out: &mut dyn Write, run: &Run) -> io::Result<()> {
    let asked = run.requested_at.format("%Y-%m-%d %H:%M UTC");
    let done = 100.0 * run.progress;
    writeln!(
        out,
        "#{:<5} {:<9} {:>3.0} %  {}, asked by {} on {asked}, attempt {}: {}",
        run.id,
        run.state,
        done,
        what(run),
        run.requested_by,
        run.attempt,
        run.message
    )
}

fn what(run: &Run) -> String {
    match (run.kind, &run.league, run.basis) {
        (RunKind::Train, Some(league), _) => format!("train {league}"),
        (RunKind::Train, None, RunBasis::Configured) => "train all leagues".to_owned(),
        (RunKind::Train, None, RunBasis::Champion) => "train all leagues, the champion's specification".to_owned(),
        (other, ..) => other.to_string(),
    }
}

pub(super) async fn cancel(settings: &Settings, options: &Cancel) -> Result<ExitCode> {
    act(settings, Action::Cancel { run: options.run }).await
}
