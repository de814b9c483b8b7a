//! `touchline models`, `promote` and `rollback`: the registry without a terminal.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use color_eyre::eyre::{Result, bail};
use touchline::{
    config::Settings,
    domain::{ModelVersion, RegisteredModel, SafeText},
    engine::Action,
    store::{self, Db, OpenMode},
};

use super::{
    act::act,
    arguments::{Models, Promote, Rollback},
};

/// Versions that are listed, the newest ones.
const LISTED: i64 = 200;

pub(super) async fn list(settings: &Settings, options: &Models) -> Result<ExitCode> {
    let db = Db::open_as(&settings.database, OpenMode::ReadOnly, &settings.application).await?;
    let mut tx = db.read().await?;
    let models = store::models(&mut tx, LISTED).await?;
    let mut out = io::stdout().lock();
    if options.json {
        serde_json::to_writer_pretty(&mut out, &models)?;
        writeln!(out)?;
        return Ok(ExitCode::SUCCESS);
    }
    if models.is_empty() {
        writeln!(out, "no model versions yet: `touchline train` makes one")?;
    }
    for model in &models {
        line(&mut out, model)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn line(out: &mut dyn Write, model: &RegisteredModel) -> io::Result<()> {
    let trained = model.trained_at.format("%Y-%m-%d %H:%M UTC");
    let scored = model.scores.map_or_else(String::new, |scores| {
        format!(", walk-forward log loss {:.4}, n {}", scores.log_loss, scores.n)
    });
    writeln!(
        out,
        "{:<16} {:<10} trained {trained} on {} matches of {} leagues{scored}",
        model.version, model.status, model.matches, model.leagues
    )?;
    match &model.gate_sentence {
        Some(sentence) => writeln!(out, "{:<16} {sentence}", ""),
        None => Ok(()),
    }
}

pub(super) async fn promote(settings: &Settings, options: Promote) -> Result<ExitCode> {
    let over = champion(settings).await?;
    let action = Action::Promote {
        version: options.version,
        over,
        reason: options.reason.map(SafeText::from),
    };
    act(settings, action).await
}

pub(super) async fn roll_back(settings: &Settings, options: Rollback) -> Result<ExitCode> {
    let Some(from) = champion(settings).await? else {
        bail!("there is no champion to roll back; `touchline models` lists the versions");
    };
    let action = Action::RollBack {
        from,
        reason: options.reason.map(SafeText::from),
    };
    act(settings, action).await
}

async fn champion(settings: &Settings) -> Result<Option<ModelVersion>> {
    let db = Db::open_as(&settings.database, OpenMode::ReadOnly, &settings.application).await?;
    let mut tx = db.read().await?;
    Ok(store::champion(&mut tx).await?.map(|champion| champion.version))
}
