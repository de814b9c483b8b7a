//! The loop's two wires to the engine.

mod driver;

use std::{
    sync::{Arc, mpsc::SyncSender},
    time::Duration,
};

use color_eyre::eyre::{Result, bail};
use tokio::{runtime::Handle, sync::mpsc, task::JoinHandle, time::timeout};
use touchline::{
    config::Settings,
    domain::LeagueCode,
    engine::{Action, Actor, Engine},
};

use super::message::{Msg, Ticket};
use driver::Driver;

/// Requests that may wait: far more than an operator types in the time of one answer.
const REQUESTS: usize = 32;
/// How long a request that was made just before leaving may still take.
const LAST_REQUEST: Duration = Duration::from_secs(5);
/// A database that is read within this is shown when it has been read: no empty panes come between two pictures.
const AT_HAND: Duration = Duration::from_millis(500);

/// An engine on its way: the screen is up before a slow or locked database is.
pub(crate) type Opening = JoinHandle<Result<Engine>>;

/// Opens an engine on settings. It must be called within a runtime.
pub(crate) type Opener = Arc<dyn Fn(Settings) -> Opening + Send + Sync>;

/// What the monitor asks of the engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Request {
    /// Poll every section now.
    Refresh,
    /// Tell of the matches of a league.
    LookInto(LeagueCode),
    /// Carry out an action that was asked for before the picture of an engine, the first of which is 0.
    Act {
        ticket: Ticket,
        action: Action,
        engine: u64,
    },
}

/// Another engine, on its way.
#[derive(Debug)]
struct Next {
    settings: Box<Settings>,
    opening: Opening,
}

/// Where requests go. Answers and snapshots come back through the inbox.
pub(crate) struct Port {
    requests: mpsc::Sender<Request>,
    /// Whose picture is shown.
    engine: u64,
    /// Carries the requests out; none where a test stands in for the engine.
    driven: Option<Driven>,
}

struct Driven {
    task: JoinHandle<()>,
    nexts: mpsc::Sender<Next>,
    opener: Option<Opener>,
    runtime: Handle,
}

impl Port {
    /// A port and the other end of it.
    pub(crate) fn new() -> (Self, mpsc::Receiver<Request>) {
        let (requests, receiver) = mpsc::channel(REQUESTS);
        let port = Self {
            requests,
            engine: 0,
            driven: None,
        };
        (port, receiver)
    }

    /// Wires an engine to the inbox, once it is open. `opener` opens others in its place.
    pub(crate) fn connect(
        opening: Opening,
        opener: Option<Opener>,
        actor: Actor,
        runtime: &Handle,
        inbox: SyncSender<Msg>,
    ) -> Self {
        let (port, requests) = Self::new();
        let (nexts, receiver) = mpsc::channel(1);
        let task = runtime.spawn(Driver::new(actor, inbox).run(opening, requests, receiver));
        let driven = Driven {
            task,
            nexts,
            opener,
            runtime: runtime.clone(),
        };
        Self {
            driven: Some(driven),
            ..port
        }
    }

    /// Whether an engine can be opened in place of this one.
    pub(crate) fn can_open(&self) -> bool {
        self.driven.as_ref().is_some_and(|driven| driven.opener.is_some())
    }

    /// Opens an engine beside the one that is shown, and puts it in its place once it is open.
    pub(crate) fn open(&self, settings: Settings) {
        let Some(driven) = &self.driven else { return };
        let Some(opener) = driven.opener.clone() else { return };
        let settings = Box::new(settings);
        let opening = driven.runtime.spawn({
            let settings = settings.clone();
            async move {
                let engine = opener(*settings).await??;
                let _read_later = timeout(AT_HAND, engine.first_complete()).await;
                Ok(engine)
            }
        });
        let nexts = driven.nexts.clone();
        driven.runtime.spawn(async move {
            let _left_already = nexts.send(Next { settings, opening }).await;
        });
    }

    /// The picture of the engine that was opened is shown from now on: requests are about it.
    pub(crate) const fn opened(&mut self) {
        self.engine += 1;
    }

    /// Asks for every section to be polled; `false` when too many requests wait for their answers.
    pub(crate) fn refresh(&self) -> bool {
        self.requests.try_send(Request::Refresh).is_ok()
    }

    /// Asks for the matches of a league; `false` when too many requests wait for their answers.
    pub(crate) fn look_into(&self, code: LeagueCode) -> bool {
        self.requests.try_send(Request::LookInto(code)).is_ok()
    }

    /// Asks for an action; `false` when too many requests wait for their answers.
    pub(crate) fn act(&self, ticket: Ticket, action: Action) -> bool {
        let engine = self.engine;
        self.requests.try_send(Request::Act { ticket, action, engine }).is_ok()
    }

    /// Lets requests come to their end that were made just before the operator left. The inbox must be closed by then.
    ///
    /// # Errors
    /// When the database does not take them in time.
    pub(crate) fn finish(self, runtime: &Handle) -> Result<()> {
        drop(self.requests);
        let Some(Driven { task, .. }) = self.driven else {
            return Ok(());
        };
        if runtime.block_on(async { timeout(LAST_REQUEST, task).await }).is_err() {
            bail!(
                "left after {} s while the database had not taken the last request; `touchline status` tells whether it \
                 did",
                LAST_REQUEST.as_secs()
            );
        }
        Ok(())
    }
}

impl std::fmt::Debug for Port {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Port")
            .field("engine", &self.engine)
            .finish_non_exhaustive()
    }
}
