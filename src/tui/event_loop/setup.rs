//! What the loop does when the configuration was read or another engine is open.

use std::io::Write;

use color_eyre::eyre::Result;
use touchline::config::{Changes, LogLevel, Settings};

use super::EventLoop;
use crate::tui::{
    configuration::{Configuration, Reading, Why},
    message::{Msg, Opened, Reloaded},
    run::Exit,
    terminal::Capabilities,
    theme::Look,
};

/// The settings in force, and who reads others.
pub(crate) struct Setup {
    pub(crate) settings: Settings,
    pub(crate) configuration: Configuration,
    /// The terminal is at the other end of a network: frames come half as often.
    pub(crate) over_ssh: bool,
    pub(crate) set_level: Box<dyn Fn(LogLevel) + Send>,
}

impl<W: Write> EventLoop<W> {
    /// Asks for the configuration to be read.
    pub(super) fn read_configuration(&mut self, why: Why, profile: Option<&str>) -> Result<Option<Exit>> {
        let Some(setup) = &self.setup else { return Ok(None) };
        if setup
            .configuration
            .read(why, profile.unwrap_or(&setup.settings.profile))
        {
            return Ok(None);
        }
        self.dispatch(Msg::NotConfigured {
            why: Why::Profile,
            text: "the configuration cannot be read now: its disk does not answer".into(),
        })
    }

    /// Takes a configuration over as far as that can be done at once; a bad one changes nothing.
    pub(super) fn configured(&mut self, reading: Reading) -> Result<Option<Exit>> {
        let Reading { why, profile, result } = reading;
        let read = match result {
            Ok(read) => *read,
            Err(text) => return self.dispatch(Msg::NotConfigured { why, text }),
        };
        let Some(setup) = &mut self.setup else { return Ok(None) };
        if why == Why::Profile {
            self.port.open(read.0);
            return self.dispatch(Msg::Opening(profile.into()));
        }
        if profile != setup.settings.profile {
            // It was read for the profile before; the one in force wants its own.
            return self.read_configuration(why, None);
        }
        let (settings, keymap) = read;
        let mut changes = Changes::between(&setup.settings, &settings);
        if !changes.engine.is_empty() && !self.port.can_open() {
            changes.restart.append(&mut changes.engine);
        }
        // What holds until a restart stays as it is, and is named again at the next change.
        let settings = settings.keeping(&setup.settings);
        if !changes.engine.is_empty() {
            self.port.open(settings.clone());
        }
        let profiles = settings.profiles.clone();
        self.take_over(settings);
        self.dispatch(Msg::Configured(Box::new(Reloaded {
            why,
            changes,
            keymap,
            profiles,
        })))
    }

    /// Another engine is open, and every picture from now on is its own.
    pub(super) fn opened(&mut self, opened: Opened) -> Result<Option<Exit>> {
        self.port.opened();
        let Opened { snapshot, settings } = opened;
        if let Some(setup) = &self.setup {
            setup.configuration.use_profile(&settings.profile);
        }
        self.take_over(*settings);
        self.dispatch(Msg::Switched(snapshot))
    }

    fn take_over(&mut self, settings: Settings) {
        let Some(setup) = &mut self.setup else { return };
        let env = |name: &str| std::env::var(name).ok();
        let capabilities = Capabilities::detect(&settings.monitor, env);
        self.look = Look::configured(&settings.monitor, capabilities, env);
        self.min_frame = settings.monitor.min_frame(setup.over_ssh);
        self.export_folder = settings.monitor.export_folder();
        let mouse = settings.monitor.mouse;
        let switched = mouse != setup.settings.monitor.mouse;
        if settings.log.level != setup.settings.log.level {
            (setup.set_level)(settings.log.level);
        }
        if let Some(follower) = self
            .follower
            .as_ref()
            .filter(|_| settings.log.follow != setup.settings.log.follow)
        {
            follower.follow(settings.log.follow.clone());
        }
        setup.settings = settings;
        // What was chosen with a key stays, until the file says something else.
        if switched {
            self.model.mouse = mouse;
            if let Err(error) = self.set_mouse(mouse) {
                tracing::warn!("the mouse could not be switched: {error}");
            }
        }
    }
}

impl std::fmt::Debug for Setup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Setup")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}
