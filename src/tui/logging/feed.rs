use std::sync::{Arc, Mutex, PoisonError, mpsc::SyncSender};

use super::{LogSource, Ring};
use crate::tui::message::Msg;

/// Where log lines wait for the screen. Clones share it.
#[derive(Debug, Clone, Default)]
pub(crate) struct LogFeed(Arc<Mutex<Waiting>>);

#[derive(Debug, Default)]
struct Waiting {
    ring: Ring,
    sources: Vec<LogSource>,
    /// The sources are other ones than those that were taken last.
    sources_changed: bool,
    inbox: Option<SyncSender<Msg>>,
    told: bool,
}

impl LogFeed {
    /// Tells an inbox of lines that come from now on, and of those that already wait.
    pub(crate) fn attach(&self, inbox: SyncSender<Msg>) {
        self.with(|waiting| {
            waiting.inbox = Some(inbox);
            waiting.tell();
        });
    }

    /// Takes the lines that wait.
    pub(crate) fn take(&self) -> Ring {
        self.with(|waiting| {
            waiting.told = false;
            waiting.ring.take()
        })
    }

    /// Takes the sources, if they have changed since.
    pub(crate) fn take_sources(&self) -> Option<Vec<LogSource>> {
        self.with(|waiting| std::mem::take(&mut waiting.sources_changed).then(|| waiting.sources.clone()))
    }

    /// Says which sources there are and how they stand.
    pub(super) fn tell_sources(&self, sources: Vec<LogSource>) {
        self.with(|waiting| {
            if waiting.sources != sources {
                waiting.sources = sources;
                waiting.sources_changed = true;
                waiting.tell();
            }
        });
    }

    /// Adds lines and tells the inbox once, however many follow before they are taken.
    pub(super) fn add(&self, push: impl FnOnce(&mut Ring)) {
        self.with(|waiting| {
            push(&mut waiting.ring);
            waiting.tell();
        });
    }

    fn with<T>(&self, f: impl FnOnce(&mut Waiting) -> T) -> T {
        f(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Waiting {
    fn tell(&mut self) {
        if let Some(inbox) = self.inbox.as_ref().filter(|_| !self.told) {
            self.told = inbox.try_send(Msg::LogsWaiting).is_ok();
        }
    }
}
