//! What can be typed after `touchline`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use touchline::{
    config::{ColorMode, MlflowVariables, Overrides},
    domain::LeagueCode,
};

/// A terminal monitor for a football match-probability service. Without a command it opens the monitor.
#[derive(Debug, Parser)]
#[command(version, about)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

/// Flags of every command. Each is also a variable; flags win.
#[derive(Debug, Clone, Args)]
pub(super) struct Global {
    /// Configuration file [default: touchline/config.toml in the XDG configuration folder]
    #[arg(long, global = true, env = "TOUCHLINE_CONFIG", value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// Profile of the configuration
    #[arg(long, global = true, env = "TOUCHLINE_PROFILE", value_name = "NAME")]
    profile: Option<String>,
    /// SQLite database [default: the profile's file in the XDG data folder]
    #[arg(long = "db", global = true, env = "TOUCHLINE_DB", value_name = "FILE")]
    database: Option<PathBuf>,
    /// Change nothing: no actions, no migration
    #[arg(long, global = true, env = "TOUCHLINE_READ_ONLY")]
    read_only: bool,
    /// Colours
    #[arg(long, global = true, env = "TOUCHLINE_COLOR", value_enum)]
    pub(super) color: Option<Color>,
    /// Draw with ASCII only
    #[arg(long, global = true, env = "TOUCHLINE_ASCII")]
    ascii: bool,
    /// Write log lines to this file instead of the log folder
    #[arg(long, global = true, env = "TOUCHLINE_LOG_FILE", value_name = "FILE")]
    pub(super) log_file: Option<PathBuf>,
    /// More log lines; twice for all
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(super) verbose: u8,
}

impl Global {
    pub(super) fn overrides(&self) -> Overrides {
        Overrides {
            config: self.config.clone(),
            profile: self.profile.clone(),
            database: self.database.clone(),
            read_only: self.read_only,
            color: self.color.map(ColorMode::from),
            ascii: self.ascii,
            mlflow: MlflowVariables::read(|name| std::env::var(name).ok()),
        }
    }
}

/// How many colours are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// What the terminal says it can; honours `NO_COLOR`
    Auto,
    /// None
    Never,
    /// 16
    Basic,
    /// 256
    Indexed,
    /// 24 bits
    True,
}

impl From<Color> for ColorMode {
    fn from(color: Color) -> Self {
        match color {
            Color::Auto => Self::Auto,
            Color::Never => Self::Never,
            Color::Basic => Self::Basic,
            Color::Indexed => Self::Indexed,
            Color::True => Self::True,
        }
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Replay the bundled real seasons with a running clock, in a throw-away database
    Demo(Demo),
    /// Load match files and folders of football-data.co.uk
    Import(Import),
    /// Ask for a training
    Train(Train),
    /// Take trainings from the queue
    Worker(Worker),
    /// Print what the monitor shows
    Status(Status),
    /// Print one line; exit 0 ok, 1 warning, 2 critical, 3 unknown
    Check,
}

#[derive(Debug, Args)]
pub(super) struct Demo {
    /// Replayed days for each second
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(super) speed: u32,
    /// Replay to the end at full speed, print the picture, and end
    #[arg(long)]
    pub(super) once: bool,
    /// With --once: print JSON
    #[arg(long, requires = "once")]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Import {
    /// Files, and folders whose CSV files are all loaded
    #[arg(required = true, value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Train {
    /// Refit only this league; the others keep their parameters
    #[arg(long, value_name = "CODE")]
    pub(super) league: Option<LeagueCode>,
    /// Wait for its end and show its progress; works itself where no worker is alive
    #[arg(long)]
    pub(super) wait: bool,
}

#[derive(Debug, Args)]
pub(super) struct Worker {
    /// End when the queue is empty
    #[arg(long)]
    pub(super) once: bool,
    /// Lead a process session of its own and end when idle; this is how the monitor starts it
    #[arg(long, conflicts_with = "once")]
    pub(super) detached: bool,
}

#[derive(Debug, Args)]
pub(super) struct Status {
    /// Print the whole picture as JSON, schema 1
    #[arg(long)]
    pub(super) json: bool,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn holds_together() {
        Arguments::command().debug_assert();
    }
}
