//! What can be typed after `touchline`.

use std::{env, net::SocketAddr, path::PathBuf};

use clap::{
    ArgMatches, Args, CommandFactory, Error, FromArgMatches, Parser, Subcommand, ValueEnum, error::ErrorKind,
    parser::ValueSource,
};
use touchline::{
    config::{ColorMode, DatabaseAddress, MlflowVariables, Overrides, Secret, ServiceUrl},
    domain::{LeagueCode, ModelVersion},
};

use super::seasons::Seasons;

/// A terminal monitor for a football match-probability service. Without a command it opens the monitor.
#[derive(Debug, Parser)]
#[command(version, about)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

impl Arguments {
    /// Parses what was typed.
    ///
    /// # Errors
    /// On anything that cannot be meant, and on a password among the arguments.
    pub(super) fn read() -> Result<Self, Error> {
        Self::of(&Self::command().try_get_matches()?)
    }

    fn of(matches: &ArgMatches) -> Result<Self, Error> {
        let mut arguments = Self::from_arg_matches(matches)?;
        let typed = matches.value_source(DATABASE) == Some(ValueSource::CommandLine);
        let database = arguments.global.database.as_ref();
        if typed && database.is_some_and(DatabaseAddress::has_password) {
            return Err(Self::command().error(ErrorKind::ValueValidation, PASSWORD_TYPED));
        }
        let purpose = matches.subcommand_name().unwrap_or("monitor");
        arguments.global.application = format!("touchline {purpose}");
        Ok(arguments)
    }
}

const DATABASE: &str = "database";

const PASSWORD_TYPED: &str = "the address given with --db holds a password, and every user of this machine can read it in \
     the list of processes: put the address into TOUCHLINE_DB or the configuration file, or the password alone into \
     password-file, PGPASSWORD or ~/.pgpass. Change this password: it has been shown";

/// Flags of every command. Each is also a variable; flags win.
#[derive(Debug, Clone, Args)]
pub(super) struct Global {
    /// Configuration file [default: touchline/config.toml in the XDG configuration folder]
    #[arg(long, global = true, env = "TOUCHLINE_CONFIG", value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// Profile of the configuration
    #[arg(long, global = true, env = "TOUCHLINE_PROFILE", value_name = "NAME")]
    profile: Option<String>,
    /// SQLite file or postgres:// address [default: the profile's file in the XDG data folder]
    #[arg(id = DATABASE, long = "db", global = true, env = "TOUCHLINE_DB", hide_env_values = true, value_name = "FILE|URL")]
    database: Option<DatabaseAddress>,
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
    /// What the process is, as a database server lists it.
    #[arg(skip)]
    application: String,
}

impl Global {
    pub(super) fn overrides(&self) -> Overrides {
        Overrides {
            config: self.config.clone(),
            profile: self.profile.clone(),
            database: self.database.clone(),
            application: Some(self.application.clone()),
            // Never a flag: an address may hold a password, and every process on the machine reads the flags of the others.
            redis: variable("TOUCHLINE_REDIS").map(|url| ServiceUrl::new(&url)),
            read_only: self.read_only,
            color: self.color.map(ColorMode::from),
            ascii: self.ascii,
            mlflow: MlflowVariables::read(variable),
            serve_token: variable("TOUCHLINE_SERVE_TOKEN").map(|token| Secret::new(&token)),
            alert_webhook: variable("TOUCHLINE_ALERT_WEBHOOK").map(|url| ServiceUrl::new(&url)),
            alert_webhook_token: variable("TOUCHLINE_ALERT_WEBHOOK_TOKEN").map(|token| Secret::new(&token)),
        }
    }
}

/// A variable of the environment; an empty one counts as none.
fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.trim().is_empty())
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
    /// Download match files of football-data.co.uk and load what is new
    Fetch(Fetch),
    /// List what files tell against the store and is held; take it over
    Held(Held),
    /// Ask for a training
    Train(Train),
    /// Take trainings from the queue
    Worker(Worker),
    /// Serve the HTTP API, and the metrics for Prometheus
    Serve(Serve),
    /// List what waits, runs and ran
    Jobs(Jobs),
    /// Stop a training
    Cancel(Cancel),
    /// List who did what
    Audit(Audit),
    /// List the model versions
    Models(Models),
    /// Serve a model version from now on
    Promote(Promote),
    /// Serve the champion before this one again
    Rollback(Rollback),
    /// Let no gate change the champion: only people promote and roll back
    Freeze(Freeze),
    /// Let gates change the champion again
    Thaw,
    /// List the alerts, or test who is told of them
    Alerts(Alerts),
    /// Tell nobody of an alert for a while; without a rule, list what is silenced
    Silence(Silence),
    /// Show, check or write the configuration
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Print what the monitor shows
    Status(Status),
    /// Print what the feature store holds, or what forecasts know of a team
    Features(Features),
    /// Print one line; exit 0 ok, 1 warning, 2 critical, 3 unknown
    Check,
    /// Print the metrics that `serve` has for Prometheus
    Metrics,
    /// Bring the database's schema up to date, or make it in an empty one
    Migrate,
    /// Look whether everything is in place, and say what to do where it is not
    Doctor(Doctor),
    /// Print the completions of a shell
    Completions(Completions),
    /// Print the manual page
    Man(Man),
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
pub(super) struct Fetch {
    /// Codes of leagues [default: those under [sources] of the configuration, with their fixtures]
    #[arg(value_name = "LEAGUE")]
    pub(super) leagues: Vec<LeagueCode>,
    /// 2324 or 2023/24, the year in which it starts, a range of such years (2019..2023) [default: the current season]
    #[arg(long, value_name = "SEASON", value_delimiter = ',')]
    pub(super) seasons: Vec<Seasons>,
    /// Also the coming fixtures of these leagues
    #[arg(long)]
    pub(super) fixtures: bool,
    /// Load also what has not changed since the last time
    #[arg(long)]
    pub(super) again: bool,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Held {
    #[command(subcommand)]
    pub(super) command: Option<HeldCommand>,
    /// Print the list as JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum HeldCommand {
    /// Store played matches as a file tells them now, and let it be shorter than it was
    Accept {
        /// The file, by its name in the list
        #[arg(value_name = "FILE")]
        file: String,
    },
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
pub(super) struct Serve {
    /// Address and port [default: listen of [serve] in the configuration, 127.0.0.1:9247]; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS")]
    pub(super) listen: Option<SocketAddr>,
}

#[derive(Debug, Args)]
pub(super) struct Doctor {
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell
    pub(super) shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(super) struct Man {
    /// Write a page for each command into this folder instead
    #[arg(long, value_name = "DIR")]
    pub(super) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct Jobs {
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Cancel {
    /// Number of the training, as `touchline jobs` lists it
    #[arg(value_name = "ID")]
    pub(super) run: i64,
}

#[derive(Debug, Args)]
pub(super) struct Audit {
    /// Entries, the latest ones
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub(super) limit: u32,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Models {
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Promote {
    /// Name of the version, as `touchline models` lists it
    pub(super) version: ModelVersion,
    /// Why; it is kept with the promotion
    #[arg(long, value_name = "TEXT")]
    pub(super) reason: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct Rollback {
    /// Why; it is kept with the promotion
    #[arg(long, value_name = "TEXT")]
    pub(super) reason: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct Freeze {
    /// Why; it is shown until the champion is thawed
    #[arg(long, value_name = "TEXT", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub(super) reason: String,
}

#[derive(Debug, Args)]
pub(super) struct Alerts {
    /// Tell the receiver of a test that begins and is over, and say what it answers
    #[arg(long)]
    pub(super) test: bool,
}

#[derive(Debug, Args)]
pub(super) struct Silence {
    /// The rule, as the alerts list it: "league-drift E2", or "league-drift" for all leagues
    #[arg(value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub(super) rule: Option<String>,
    /// For so many hours
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=8760))]
    pub(super) hours: u32,
    /// Why; others read it
    #[arg(long, value_name = "TEXT")]
    pub(super) reason: Option<String>,
    /// End its silence
    #[arg(long, requires = "rule", conflicts_with_all = ["hours", "reason"])]
    pub(super) end: bool,
}

/// What to do with the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Subcommand)]
pub(super) enum ConfigCommand {
    /// Print what is in force after file, environment and flags, without secrets
    Show,
    /// Read it and say whether it holds together
    Check,
    /// Write the configuration file with every default, where there is none
    Init,
}

#[derive(Debug, Args)]
pub(super) struct Status {
    /// Print the whole picture as JSON, schema 1
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Features {
    /// Name or alias of a team, as the source spells it
    #[arg(value_name = "TEAM")]
    pub(super) team: Option<String>,
    /// Its country, where several teams share the name
    #[arg(long, value_name = "NAME", requires = "team")]
    pub(super) country: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_together() {
        Arguments::command().debug_assert();
    }

    fn read(arguments: &[&str]) -> Result<Arguments, Error> {
        Arguments::of(&Arguments::command().try_get_matches_from(arguments)?)
    }

    #[test]
    fn a_freeze_needs_a_reason() {
        assert!(read(&["touchline", "freeze"]).is_err());
        assert!(read(&["touchline", "freeze", "--reason", ""]).is_err());
        assert!(read(&["touchline", "freeze", "--reason", "cup week"]).is_ok());
    }

    #[test]
    fn a_password_among_the_arguments_is_refused_wherever_it_stands() {
        let url = "postgres://ops:hunter2@db/live";
        for arguments in [
            ["touchline", "--db", url, "status"],
            ["touchline", "status", "--db", url],
        ] {
            let error = read(&arguments).unwrap_err().to_string();
            assert!(error.contains("TOUCHLINE_DB") && !error.contains("hunter2"), "{error}");
        }
        let open = read(&["touchline", "status", "--db", "postgres://ops@db/live"]).unwrap();
        assert_eq!(open.global.application, "touchline status");
        assert_eq!(read(&["touchline"]).unwrap().global.application, "touchline monitor");
    }
}
