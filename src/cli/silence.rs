//! `touchline silence`: alerts that nobody is to be told of for a while.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use color_eyre::eyre::Result;
use touchline::{
    config::Settings,
    domain::SafeText,
    engine::Action,
    store::{self, Db, OpenMode},
};

use super::{act::act, arguments::Silence};

pub(super) async fn run(settings: &Settings, options: &Silence) -> Result<ExitCode> {
    let Some(rule) = &options.rule else {
        return list(settings).await;
    };
    let rule = SafeText::new(rule);
    let action = if options.end {
        Action::EndSilence { rule }
    } else {
        Action::Silence {
            rule,
            hours: options.hours,
            reason: SafeText::new(options.reason.as_deref().unwrap_or("no reason given")),
        }
    };
    act(settings, action).await
}

async fn list(settings: &Settings) -> Result<ExitCode> {
    let db = Db::open_as(&settings.database, OpenMode::ReadOnly, &settings.application).await?;
    let mut tx = db.read().await?;
    let now = store::now(&mut tx).await?;
    let silences = store::silences(&mut tx, now).await?;
    let mut out = io::stdout().lock();
    if silences.is_empty() {
        writeln!(out, "nothing is silenced")?;
    }
    for silence in silences {
        let until = silence.until.format("%F %H:%M UTC");
        writeln!(
            out,
            "{:<28} until {until}, by {}: {}",
            silence.rule, silence.by, silence.reason
        )?;
    }
    Ok(ExitCode::SUCCESS)
}
