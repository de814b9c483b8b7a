//! The command line: flags over environment, one file a command.

mod act;
mod actor;
mod alerts;
mod arguments;
mod audit;
mod check;
mod config;
mod demo;
mod doctor;
mod drill;
mod features;
mod fetch;
mod files;
mod freeze;
mod held;
mod import;
mod jobs;
mod logging;
mod metrics;
mod migrate;
mod models;
mod monitor;
mod seasons;
mod serve;
mod shell;
mod signals;
mod silence;
mod status;
mod train;
mod worker;

use std::process::ExitCode;

use color_eyre::eyre::Result;

use arguments::{Arguments, Command, ConfigCommand, Global};
use touchline::config::Settings;

/// Parses, dispatches, and turns what happened into an exit code: 0 ok, 1 failed, 2 usage or configuration.
pub(crate) fn main() -> ExitCode {
    touchline::install_crypto();
    let arguments = Arguments::read().unwrap_or_else(|error| error.exit());
    if let Err(error) = logging::install_error_reports(arguments.global.color) {
        return logging::report(&error);
    }
    if let Some(Command::Config(ConfigCommand::Init)) = arguments.command {
        return config::init(&arguments.global).unwrap_or_else(|error| logging::report(&error));
    }
    match &arguments.command {
        Some(Command::Completions(options)) => {
            return shell::completions(options).unwrap_or_else(|error| logging::report(&error));
        }
        Some(Command::Man(options)) => return shell::man(options).unwrap_or_else(|error| logging::report(&error)),
        _ => {}
    }
    let settings = match Settings::load(&arguments.global.overrides()) {
        Ok(settings) => settings,
        Err(error) => {
            logging::report(&error.into());
            return ExitCode::from(2);
        }
    };
    match dispatch(arguments, &settings) {
        Ok(code) => code,
        Err(error) => logging::report(&error),
    }
}

fn dispatch(arguments: Arguments, settings: &Settings) -> Result<ExitCode> {
    let global = arguments.global;
    match arguments.command {
        None => monitor::run(settings, &global),
        Some(Command::Demo(options)) => demo::run(settings, &global, &options),
        Some(command) => {
            let _writer = match &command {
                Command::Worker(options) => logging::of_worker(settings, &global, options.detached)?,
                _ => logging::of_command(settings, &global)?,
            };
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
            runtime.block_on(run(command, settings, &global))
        }
    }
}

async fn run(command: Command, settings: &Settings, global: &Global) -> Result<ExitCode> {
    match command {
        Command::Import(options) => import::command(settings, &options).await,
        Command::Fetch(options) => fetch::command(settings, &options).await,
        Command::Held(options) => held::run(settings, &options).await,
        Command::Train(options) => train::run(settings, &options).await,
        Command::Worker(options) => worker::run(settings, &options).await,
        Command::Serve(options) => Box::pin(serve::run(settings, global, &options)).await,
        Command::Features(options) => features::run(settings, &options).await,
        Command::Status(options) => status::run(settings, &options).await,
        Command::Check => check::run(settings).await,
        Command::Migrate => migrate::run(settings).await,
        Command::Audit(options) => audit::list(settings, &options).await,
        Command::Jobs(options) => jobs::list(settings, &options).await,
        Command::Cancel(options) => jobs::cancel(settings, &options).await,
        Command::Models(options) => models::list(settings, &options).await,
        Command::Promote(options) => models::promote(settings, options).await,
        Command::Rollback(options) => models::roll_back(settings, options).await,
        Command::Freeze(options) => freeze::freeze(settings, &options).await,
        Command::Thaw => freeze::thaw(settings).await,
        Command::Alerts(options) => alerts::run(settings, &options).await,
        Command::Silence(options) => silence::run(settings, &options).await,
        Command::Config(command) => config::run(settings, global, command),
        Command::Doctor(options) => doctor::run(settings, global, &options).await,
        Command::Metrics => metrics::run(settings).await,
        // Done before there was a runtime.
        Command::Demo(_) | Command::Completions(_) | Command::Man(_) => Ok(ExitCode::SUCCESS),
    }
}
