//! `touchline alerts`: the list that the monitor shows, or a test of who is told of them.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use color_eyre::eyre::Result;
use touchline::{config::Settings, engine, report};

use super::{arguments::Alerts, status::open_to_read};

pub(super) async fn run(settings: &Settings, options: &Alerts) -> Result<ExitCode> {
    if options.test {
        engine::tell_test_alert(settings).await?;
        writeln!(
            io::stdout(),
            "the receiver took an alert TouchlineTest, and that it is over: look whether it has arrived"
        )?;
        return Ok(ExitCode::SUCCESS);
    }
    let engine = open_to_read(settings).await?;
    let snapshot = engine.first_complete().await;
    let mut out = io::stdout().lock();
    report::write_alerts(&mut out, snapshot.sections.alerts.value.as_deref().unwrap_or_default())?;
    Ok(ExitCode::SUCCESS)
}
