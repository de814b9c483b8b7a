//! One action through the engine: asked for, carried out, and its receipt printed.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use color_eyre::eyre::Result;
use touchline::{
    config::{AlertsTable, Settings},
    engine::{Action, Engine},
};

use super::actor::actor;

/// Opens the configured database for it.
pub(super) async fn act(settings: &Settings, action: Action) -> Result<ExitCode> {
    // Whoever stays tells of alerts: a command that ends at once would be cut off in the middle of it.
    let settings = Settings {
        alerts: AlertsTable::default(),
        ..settings.clone()
    };
    act_on(&Engine::open(&settings, None).await?, action).await
}

/// On an engine that is open.
pub(super) async fn act_on(engine: &Engine, action: Action) -> Result<ExitCode> {
    let receipt = engine.act(&actor(), action).await?;
    writeln!(io::stdout(), "{}", receipt.message)?;
    Ok(ExitCode::SUCCESS)
}
