//! Puts the layers together and refuses what makes no sense.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use serde::Serialize;

use super::{
    AlertsTable, ColorMode, ConfigError, DEFAULT_PROFILE, DatabaseAddress, Engine, Freshness, Log, Mlflow,
    MlflowVariables, Monitor, PathsError, Profile, ProfileSummary, Schedule, Secret, ServeTable, ServiceUrl, Sources,
    Training, default_config_file, default_database, default_log_folder,
    password_file::with_password_file,
    read::{File, parse, read, read_if_there},
};

/// What flags and environment say.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    /// The configuration file; where it is named it must exist.
    pub config: Option<PathBuf>,
    /// The profile.
    pub profile: Option<String>,
    /// The database.
    pub database: Option<DatabaseAddress>,
    /// What the process is, as a database server lists it: `touchline worker`.
    pub application: Option<String>,
    /// The Redis of the online features.
    pub redis: Option<ServiceUrl>,
    /// No actions.
    pub read_only: bool,
    /// Colours.
    pub color: Option<ColorMode>,
    /// ASCII only.
    pub ascii: bool,
    /// MLflow and how it knows us.
    pub mlflow: MlflowVariables,
    /// Token of the HTTP API.
    pub serve_token: Option<Secret>,
    /// Who is told of alerts.
    pub alert_webhook: Option<ServiceUrl>,
    /// Token of the receiver of alerts.
    pub alert_webhook_token: Option<Secret>,
}

impl Overrides {
    /// The configuration file: the named one, or the one in the XDG configuration folder.
    ///
    /// # Errors
    /// When none is named and there is no home folder.
    pub fn file(&self) -> Result<PathBuf, PathsError> {
        self.config.clone().map_or_else(default_config_file, Ok)
    }
}

/// Settings that hold together.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Settings {
    /// Name of the profile.
    pub profile: String,
    /// All profiles that there are, by name.
    #[serde(skip)]
    pub profiles: Vec<ProfileSummary>,
    /// The database.
    pub database: DatabaseAddress,
    /// What the process is, as a database server lists it: `touchline worker`.
    #[serde(skip)]
    pub application: String,
    /// The Redis of the online features; none keeps them in memory.
    pub redis: Option<ServiceUrl>,
    /// Dangerous actions ask for the typed name of their target.
    pub production: bool,
    /// Actions are not offered.
    pub read_only: bool,
    /// Folder of the log files.
    pub log_folder: PathBuf,
    /// The MLflow server that mirrors the registry, if there is one.
    pub mlflow: Option<Mlflow>,
    /// `[engine]`.
    pub engine: Engine,
    /// `[monitor]`.
    pub monitor: Monitor,
    /// `[training]`.
    pub training: Training,
    /// `[schedule]`.
    pub schedule: Schedule,
    /// `[freshness]`.
    pub freshness: Freshness,
    /// `[sources]`.
    pub sources: Sources,
    /// `[serve]`.
    pub serve: ServeTable,
    /// `[alerts]`.
    pub alerts: AlertsTable,
    /// `[log]`.
    pub log: Log,
}

impl Settings {
    /// Reads the configuration file and puts `overrides` over it.
    ///
    /// # Errors
    /// When a named file is not there, cannot be read, or holds an unknown key or a value that makes no sense.
    pub fn load(overrides: &Overrides) -> Result<Self, ConfigError> {
        let file = match &overrides.config {
            Some(path) => read(path)?,
            None => read_if_there(&overrides.file()?)?,
        };
        Self::from_layers(file, overrides)
    }

    /// Settings of a configuration text alone: for `config check` and tests.
    ///
    /// # Errors
    /// As for [`Settings::load`].
    pub fn parse(text: &str, path: &Path) -> Result<Self, ConfigError> {
        Self::from_layers(parse(text, path)?, &Overrides::default())
    }

    fn from_layers(file: File, overrides: &Overrides) -> Result<Self, ConfigError> {
        let name = overrides
            .profile
            .clone()
            .or(file.profile)
            .unwrap_or_else(|| DEFAULT_PROFILE.to_owned());
        let profile = find_profile(&file.profiles, &name)?;
        let database = database(overrides, &profile, &name)?;
        let redis = overrides.redis.clone().or(profile.redis);
        if let Some(url) = &redis {
            check_address("redis", url, &["redis", "rediss"])?;
        }
        let log_folder = match file.log.folder.clone() {
            Some(folder) => folder,
            None => default_log_folder()?,
        };
        let mlflow = profile.mlflow.resolve(overrides.mlflow.clone());
        let mut monitor = file.monitor;
        monitor.color = overrides.color.unwrap_or(monitor.color);
        monitor.ascii |= overrides.ascii;
        Ok(Self {
            database,
            application: overrides.application.clone().unwrap_or_else(|| "touchline".to_owned()),
            redis,
            production: profile.production,
            read_only: profile.read_only || overrides.read_only,
            mlflow: mlflow.map_err(|source| ConfigError::Mlflow {
                profile: name.clone(),
                source,
            })?,
            profile: name,
            profiles: summaries(&file.profiles),
            log_folder,
            engine: file.engine,
            monitor,
            training: file.training,
            schedule: file.schedule,
            freshness: file.freshness,
            sources: file.sources,
            alerts: file
                .alerts
                .with_variables(overrides.alert_webhook.clone(), overrides.alert_webhook_token.clone()),
            serve: file.serve.with_token(overrides.serve_token.clone()),
            log: file.log,
        })
    }
}

/// The password of a profile belongs to the profile's own database; it is not shown to another server.
fn database(overrides: &Overrides, profile: &Profile, name: &str) -> Result<DatabaseAddress, ConfigError> {
    let wrong = |whence: String| move |source| ConfigError::Database { whence, source };
    if let Some(address) = &overrides.database {
        address.check().map_err(wrong("--db or TOUCHLINE_DB".to_owned()))?;
        return Ok(address.clone());
    }
    let Some(address) = &profile.database else {
        return Ok(DatabaseAddress::File(default_database(name)?));
    };
    address.check().map_err(wrong(format!("[profiles.{name}]")))?;
    match &profile.password_file {
        None => Ok(address.clone()),
        Some(file) => with_password_file(address, file).map_err(|source| ConfigError::PasswordFile {
            profile: name.to_owned(),
            source,
        }),
    }
}

/// The address itself is not told: what does not parse may be a password in the wrong place.
fn check_address(key: &'static str, url: &ServiceUrl, schemes: &[&'static str]) -> Result<(), ConfigError> {
    let checked = url.check(schemes).map(drop);
    checked.map_err(|source| ConfigError::Address { key, source })
}

fn summaries(profiles: &BTreeMap<String, Profile>) -> Vec<ProfileSummary> {
    let mut all = profiles.clone();
    all.entry(DEFAULT_PROFILE.to_owned()).or_default();
    all.iter()
        .map(|(name, profile)| ProfileSummary::new(name, profile))
        .collect()
}

fn find_profile(profiles: &BTreeMap<String, Profile>, name: &str) -> Result<Profile, ConfigError> {
    match profiles.get(name) {
        Some(profile) => Ok(profile.clone()),
        None if name == DEFAULT_PROFILE => Ok(Profile::default()),
        None => Err(ConfigError::NoProfile {
            name: name.to_owned(),
            known: profiles
                .keys()
                .map(String::as_str)
                .chain([DEFAULT_PROFILE])
                .collect::<Vec<_>>()
                .join(", "),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse_text(text: &str) -> Result<Settings, ConfigError> {
        Settings::parse(text, Path::new("test.toml"))
    }

    #[test]
    fn the_example_is_the_default() {
        let example = include_str!("../../config.example.toml");
        assert_eq!(parse_text(example).unwrap(), parse_text("").unwrap());
    }

    #[test]
    fn the_example_names_every_key() {
        let written = toml::to_string(&File::default()).unwrap();
        let example = include_str!("../../config.example.toml");
        for line in written.lines().filter(|line| !line.is_empty()) {
            let named = |l: &str| l.split('#').next().is_some_and(|l| l.trim_end() == line);
            assert!(example.lines().any(named), "missing: {line}");
        }
    }

    #[test]
    fn mistakes_are_named() {
        let message = |text: &str| parse_text(text).unwrap_err().to_string();
        assert!(message("[training]\nhalf-life = 3").contains("line 2: unknown field `half-life`"));
        assert!(!message("[profiles.live]\ndatabase = \"postgres://u:hunter2@db").contains("hunter2"));
        assert!(!message("[profiles.default]\nredis = \"http://:hunter2@cache\"").contains("hunter2"));
        assert!(message("[training]\nhalf-life-days = 0").contains("training.half-life-days = 0"));
        assert!(message("[training]\nhalf-life-days = nan").contains("training.half-life-days"));
        assert!(message("profile = \"live\"").contains("[profiles.live]"));
        let sources = |text: &str| message(&format!("[sources]\n{text}"));
        assert!(sources("poll-minutes = 1").contains("sources.poll-minutes = 1"));
        assert!(sources("timeout-seconds = 0").contains("1 to 600 seconds"));
        assert!(sources("leagues = [\"E0\", \"premier\"]").contains("line 2: \"premier\" is no league code"));
        assert!(sources("base-url = \"ftp://mirror/csv\"").contains("line 2: it must begin with http:// or https://"));
        for secret in [
            "http://me:hunter2@mirror/csv",
            "http://mirror/csv?key=hunter2",
            "http://hunter2@mirror/csv",
        ] {
            let message = sources(&format!("fixtures-url = \"{secret}\""));
            assert!(
                message.contains("no user, password or query") && !message.contains("hunter2"),
                "{message}"
            );
        }
        assert!(
            message("[schedule]\nretrain = \"0 4 * *\"").contains("line 2: schedule.retrain = \"0 4 * *\" is no cron")
        );
        assert!(message("[schedule]\ntime-zone = \"London\"").contains("schedule.time-zone = \"London\""));
        assert!(message("[schedule]\nmisfire-hours = 0").contains("schedule.misfire-hours = 0"));
        assert!(message("[freshness]\nodds-warn-hours = 200").contains("below odds-error-hours"));
        assert!(
            message("\n[training]\nridge = -1.0")
                .contains("training.ridge = -1 in line 3 of the configuration test.toml")
        );
        let color = message("[monitor.colors]\nbad = \"#12345\"");
        assert!(
            color.contains("line 2: \"#12345\" is no colour") && color.contains("(monitor.colors.bad)"),
            "{color}"
        );
        assert!(message("[monitor.colors]\nbad = 256").contains("line 2: \"256\" is no colour"));
        assert!(message("[monitor.colors]\ngut = 1").contains("line 2: unknown field `gut`"));
        assert!(message("[log]\nfollow = [\"a.log\"]").contains("line 2: a.log is no absolute path"));
    }

    #[test]
    fn all_profiles_are_told_of_without_their_secrets() {
        let settings = parse_text(
            "[profiles.live]\ndatabase = \"postgres://ops:hunter2@db/live\"\nproduction = true\n[profiles.audit]\n\
             database = \"/a.db\"\nread-only = true",
        )
        .unwrap();
        let told = settings.profiles.iter();
        let told: Vec<_> = told.map(|p| (p.name.as_str(), p.production, p.read_only)).collect();
        assert_eq!(
            told,
            [("audit", false, true), ("default", false, false), ("live", true, false)]
        );
        assert_eq!(settings.profiles[0].database, "/a.db");
        assert!(!format!("{:?}", settings.profiles).contains("hunter2"));
    }

    #[test]
    fn flags_win_over_the_file() {
        let file = parse(
            "[profiles.live]\ndatabase = \"a.db\"\nproduction = true",
            Path::new("t"),
        )
        .unwrap();
        let overrides = Overrides {
            profile: Some("live".into()),
            database: Some("b.db".into()),
            read_only: true,
            ..Overrides::default()
        };
        let settings = Settings::from_layers(file, &overrides).unwrap();
        assert_eq!(settings.database, DatabaseAddress::File("b.db".into()));
        assert!(settings.production && settings.read_only);
    }
}
