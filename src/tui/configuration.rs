//! The configuration while the monitor runs: a thread that reads it again when it was changed or somebody asks.

use std::{
    io,
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel},
    thread,
    time::Duration,
};

use color_eyre::eyre::{Report, Result, bail};
use touchline::{
    config::{LogLevel, Monitor, Settings, Watch, line_of},
    domain::{SafeText, with_causes},
};

use super::{action::Keymap, message::Msg, port::Opener};

/// How often the file is looked at. It is read when two looks agree.
const LOOK: Duration = Duration::from_secs(1);
/// Commands that may wait for a thread which a dead file server holds up.
const COMMANDS: usize = 8;

/// Reads the settings of a profile.
pub(crate) type Loader = Box<dyn Fn(&str) -> Result<Settings> + Send>;

/// What the monitor needs to follow its configuration.
pub(crate) struct Reconfiguration {
    /// The file.
    pub(crate) file: PathBuf,
    /// Reads it, under the flags and variables that the program was started with.
    pub(crate) load: Loader,
    /// Opens an engine on other settings, where that is possible.
    pub(crate) open: Option<Opener>,
    /// Why another profile cannot be chosen, if so.
    pub(crate) fixed: Option<&'static str>,
    /// Changes the least level of our own log lines.
    pub(crate) set_level: Box<dyn Fn(LogLevel) + Send>,
}

/// Why the configuration was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    /// The file was changed.
    Changed,
    /// The operator asks.
    Asked,
    /// The operator chose another profile.
    Profile,
}

/// A configuration that was read: settings and their keymap, or what is wrong with it.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) why: Why,
    pub(crate) profile: String,
    pub(crate) result: Result<Box<(Settings, Keymap)>, SafeText>,
}

/// Tells the thread what to do.
#[derive(Debug)]
pub(crate) struct Configuration {
    commands: SyncSender<Command>,
}

#[derive(Debug)]
enum Command {
    Read(Why, String),
    /// Changes of the file concern this profile from now on.
    Profile(String),
}

impl Configuration {
    /// Starts the thread. It ends with the configuration, or with the inbox.
    ///
    /// # Errors
    /// When no thread can be started.
    pub(crate) fn watch(file: PathBuf, load: Loader, profile: String, inbox: SyncSender<Msg>) -> io::Result<Self> {
        let (commands, receiver) = sync_channel(COMMANDS);
        let mut reader = Reader {
            was_there: file.exists(),
            watch: Watch::new(file),
            load,
            profile,
        };
        thread::Builder::new()
            .name("configuration".into())
            .spawn(move || reader.run(&receiver, &inbox))?;
        Ok(Self { commands })
    }

    /// Reads the configuration now, with a profile; `false` when the thread does not answer.
    pub(crate) fn read(&self, why: Why, profile: &str) -> bool {
        self.commands.try_send(Command::Read(why, profile.to_owned())).is_ok()
    }

    /// Changes of the file concern this profile from now on.
    pub(crate) fn use_profile(&self, profile: &str) {
        let _thread_held_up = self.commands.try_send(Command::Profile(profile.to_owned()));
    }
}

struct Reader {
    watch: Watch,
    /// The file was there when it was read last.
    was_there: bool,
    load: Loader,
    profile: String,
}

impl Reader {
    fn run(&mut self, commands: &Receiver<Command>, inbox: &SyncSender<Msg>) {
        loop {
            let reading = match commands.recv_timeout(LOOK) {
                Ok(Command::Read(why, profile)) => self.read(why, profile),
                Ok(Command::Profile(profile)) => {
                    self.profile = profile;
                    continue;
                }
                Err(RecvTimeoutError::Timeout) if self.watch.is_changed() => {
                    self.read(Why::Changed, self.profile.clone())
                }
                Err(RecvTimeoutError::Timeout) => continue,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            if inbox.send(Msg::ConfigurationRead(reading)).is_err() {
                return;
            }
        }
    }

    fn read(&mut self, why: Why, profile: String) -> Reading {
        let read = self.load(&profile);
        if read.is_ok() {
            self.was_there = self.watch.path().exists();
        }
        Reading {
            why,
            profile,
            result: read.map_err(|error| with_causes(error.as_ref()).into()),
        }
    }

    fn load(&self, profile: &str) -> Result<Box<(Settings, Keymap)>> {
        let path = self.watch.path();
        // A file that is gone would mean every default at once, which nobody asks for by an accident.
        if self.was_there && !path.exists() {
            bail!("the configuration {} is not there any more", path.display());
        }
        let settings = (self.load)(profile)?;
        let keymap = keymap(&settings.monitor, path)?;
        Ok(Box::new((settings, keymap)))
    }
}

/// The keys of the configuration as a keymap: known actions, no key twice.
///
/// # Errors
/// On anything else, with the line that it stands on.
pub(crate) fn keymap(monitor: &Monitor, file: &Path) -> Result<Keymap> {
    Keymap::new(&monitor.keys).map_err(|error| {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        let named = error.actions().find(|action| monitor.keys.contains_key(*action));
        let line = named.and_then(|action| line_of(&text, &format!("monitor.keys.{action}")));
        let place = line.map_or_else(String::new, |line| format!(" in line {line} of {}", file.display()));
        Report::new(error).wrap_err(format!("[monitor.keys]{place}"))
    })
}

#[cfg(test)]
mod tests {
    use std::{fs, sync::mpsc};

    use color_eyre::eyre::WrapErr;

    use super::*;

    fn next(inbox: &mpsc::Receiver<Msg>) -> Reading {
        match inbox.recv().unwrap() {
            Msg::ConfigurationRead(reading) => reading,
            other => panic!("{other:?}"),
        }
    }

    fn watched(file: &Path) -> (Configuration, mpsc::Receiver<Msg>) {
        let (sender, inbox) = mpsc::sync_channel(4);
        let path = file.to_owned();
        let load: Loader = Box::new(move |profile| {
            let text = fs::read_to_string(&path).wrap_err("cannot read it")?;
            let mut settings = Settings::parse(&text, &path)?;
            profile.clone_into(&mut settings.profile);
            Ok(settings)
        });
        let configuration = Configuration::watch(file.to_owned(), load, "default".to_owned(), sender).unwrap();
        (configuration, inbox)
    }

    #[test]
    fn a_change_is_read_and_a_mistake_is_told_with_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config.toml");
        fs::write(&file, "").unwrap();
        let (configuration, inbox) = watched(&file);
        assert!(configuration.read(Why::Profile, "live"));
        let reading = next(&inbox);
        assert_eq!(
            (reading.why, reading.result.unwrap().0.profile.as_str()),
            (Why::Profile, "live")
        );

        fs::write(&file, "[monitor]\nascii = maybe\n").unwrap();
        let reading = next(&inbox);
        assert_eq!((reading.why, reading.profile.as_str()), (Why::Changed, "default"));
        let wrong = reading.result.unwrap_err();
        assert!(
            wrong.as_str().contains("config.toml has a mistake in line 2"),
            "{wrong}"
        );

        fs::write(&file, "\n[monitor.keys]\n\nzoom = [\"q\"]\n").unwrap();
        let wrong = next(&inbox).result.unwrap_err();
        assert!(
            wrong.as_str().contains("in line 4 of") && wrong.as_str().contains("q is bound to both"),
            "{wrong}"
        );

        configuration.use_profile("live");
        fs::write(&file, "[monitor]\nascii = true\n").unwrap();
        let reading = next(&inbox);
        assert_eq!(reading.profile, "live");
        assert!(reading.result.unwrap().0.monitor.ascii);

        fs::remove_file(&file).unwrap();
        let gone = next(&inbox).result.unwrap_err();
        assert!(gone.as_str().contains("is not there any more"), "{gone}");
    }
}
