mod cadence;
mod handing_out;
mod setup;

use std::{
    io::Write,
    path::PathBuf,
    sync::mpsc::{Receiver, RecvTimeoutError},
    time::{Duration, Instant},
};

use chrono::Utc;
use color_eyre::eyre::{Result, WrapErr};
use ratatui::layout::Size;

use super::{
    configuration::Why,
    logging::{Follower, LogFeed},
    message::{Effect, Msg},
    model::{Model, ScreenId},
    port::Port,
    run::Exit,
    terminal::{self, Clipboard, Screen, Session},
    theme::Look,
    update::update,
    view::view,
};
use cadence::Cadence;

pub(crate) use setup::Setup;

/// Most messages between two looks at the time: whoever floods the inbox must not keep the screen from being drawn.
const BATCH: usize = 256;

/// Takes messages, updates the model, and draws it, at most once in `min_frame`.
#[derive(Debug)]
pub(crate) struct EventLoop<W: Write> {
    pub(crate) inbox: Receiver<Msg>,
    pub(crate) port: Port,
    pub(crate) logs: LogFeed,
    /// None where a test looks at no files.
    pub(crate) follower: Option<Follower>,
    pub(crate) screen: Screen<W>,
    /// None where a test stands in for the terminal.
    pub(crate) session: Option<Session>,
    pub(crate) model: Model,
    pub(crate) look: Look,
    pub(crate) started: Instant,
    pub(crate) min_frame: Duration,
    /// None where a test has no configuration.
    pub(crate) setup: Option<Setup>,
    /// Where exported files go.
    pub(crate) export_folder: PathBuf,
    pub(crate) clipboard: Clipboard,
    /// The terminal is the shell's: nothing is drawn.
    pub(crate) asleep: bool,
}

impl<W: Write> EventLoop<W> {
    /// Runs until an effect ends it or the terminal cannot be written.
    ///
    /// # Errors
    /// When the engine cannot be opened, or the terminal refuses to be taken again after a suspension.
    pub(crate) fn run(&mut self) -> Result<Exit> {
        let mut cadence = Cadence::new(Instant::now());
        loop {
            if cadence.is_due(Instant::now()) {
                match self.draw() {
                    Ok(sent) => cadence.drawn(sent, self.min_frame, Instant::now()),
                    Err(_) => return Ok(Exit::HUNG_UP),
                }
            }
            // After a frame everything waits until the next may be drawn: a burst costs one frame, not one each.
            let first = match self.inbox.recv_timeout(cadence.pause(Instant::now())) {
                Ok(message) => message,
                // A feed that found the inbox full is not forgotten.
                Err(RecvTimeoutError::Timeout) => Msg::LogsWaiting,
                Err(RecvTimeoutError::Disconnected) => return Ok(Exit::QUIT),
            };
            if let Some(exit) = self.take(first, &mut cadence)? {
                return Ok(exit);
            }
        }
    }

    /// Takes a message and those that wait behind it.
    fn take(&mut self, first: Msg, cadence: &mut Cadence) -> Result<Option<Exit>> {
        self.dispatch(Msg::Clock(Utc::now()))?;
        let waiting: Vec<Msg> = std::iter::once(first)
            .chain(self.inbox.try_iter().take(BATCH))
            .collect();
        cadence.ask(!waiting.iter().all(Msg::is_news), Instant::now());
        for message in waiting {
            let exit = match message {
                Msg::LogsWaiting => self.take_logs()?,
                Msg::NotOpened(error) => return Err(error),
                Msg::ConfigurationRead(reading) => self.configured(reading)?,
                Msg::EngineOpened(opened) => self.opened(opened)?,
                other => self.dispatch(other)?,
            };
            if exit.is_some() {
                return Ok(exit);
            }
        }
        if let Some(follower) = &mut self.follower {
            follower.watch(self.model.screen == ScreenId::Logs && !self.asleep);
        }
        Ok(None)
    }

    fn take_logs(&mut self) -> Result<Option<Exit>> {
        if let Some(sources) = self.logs.take_sources() {
            self.dispatch(Msg::LogSources(sources))?;
        }
        self.dispatch(Msg::Logs(self.logs.take()))
    }

    fn draw(&mut self) -> std::io::Result<bool> {
        if self.asleep {
            return Ok(false);
        }
        update(&mut self.model, Msg::Clock(Utc::now()));
        let (model, look) = (&self.model, &self.look);
        let sent = self
            .screen
            .draw(model.size, |area, buffer| view(model, look, area, buffer))?;
        if sent {
            update(&mut self.model, Msg::Drawn(self.started.elapsed()));
        }
        Ok(sent)
    }

    fn dispatch(&mut self, message: Msg) -> Result<Option<Exit>> {
        for effect in update(&mut self.model, message) {
            match effect {
                Effect::Act { ticket, action } => {
                    if !self.port.act(ticket, action) {
                        let refused = touchline::engine::ActError::Refused(
                            "the engine takes no more requests now; try again".into(),
                        );
                        update(
                            &mut self.model,
                            Msg::Answered {
                                ticket,
                                result: Err(refused),
                            },
                        );
                    }
                }
                Effect::LookInto(code) => {
                    if !self.port.look_into(code.clone()) {
                        let result = Err("the engine takes no more requests now".into());
                        update(&mut self.model, Msg::League { code, result });
                    }
                }
                Effect::Refresh => {
                    self.port.refresh();
                }
                Effect::Reload => return self.read_configuration(Why::Asked, None),
                Effect::UseProfile(name) => return self.read_configuration(Why::Profile, Some(&name)),
                Effect::Export {
                    name,
                    extension,
                    content,
                } => self.export(&name, extension, content),
                Effect::Copy(cells) if self.copy(&cells).is_err() => return Ok(Some(Exit::HUNG_UP)),
                Effect::Mouse(mouse) if self.set_mouse(mouse).is_err() => return Ok(Some(Exit::HUNG_UP)),
                Effect::Copy(_) | Effect::Mouse(_) => {}
                Effect::Redraw => self.screen.invalidate(),
                Effect::Suspend => self.suspend()?,
                Effect::Wake => {
                    if let Err(error) = self.wake() {
                        // A hang-up wakes the process too: the kernel sends CONT after HUP. No terminal is there to take.
                        tracing::warn!("{error:#}");
                        return Ok(Some(Exit::HUNG_UP));
                    }
                }
                Effect::Leave(exit) => return Ok(Some(exit)),
            }
        }
        Ok(None)
    }

    /// Gives the terminal back and sleeps. Waking up is a message: the sleep may begin a moment after it was asked for.
    fn suspend(&mut self) -> Result<()> {
        if self.session.is_none() || !terminal::can_suspend() {
            update(&mut self.model, Msg::SuspendRefused);
            return Ok(());
        }
        Session::restore();
        self.asleep = true;
        if terminal::stop_process_group().is_err() {
            self.wake()?;
        }
        Ok(())
    }

    /// Takes the terminal again. The shell may have changed its modes, even where this program did not ask to sleep.
    fn wake(&mut self) -> Result<()> {
        self.asleep = false;
        if let Some(session) = &self.session {
            Session::restore();
            session
                .resume()
                .wrap_err("cannot take the terminal back after the suspension")?;
            if let Ok((columns, rows)) = crossterm::terminal::size() {
                self.model.size = Size::new(columns, rows);
            }
        }
        self.screen.invalidate();
        Ok(())
    }
}
