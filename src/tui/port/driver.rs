use std::{
    sync::{
        Arc,
        mpsc::{SyncSender, TrySendError},
    },
    time::Duration,
};

use color_eyre::eyre::{Report, Result};
use tokio::{
    sync::{mpsc, watch},
    task::JoinHandle,
};
use touchline::{
    domain::{LeagueCode, SafeText, with_causes},
    engine::{ActError, Actor, Engine, Snapshot},
};

use super::{Next, Opening, Request};
use crate::tui::message::{Msg, Opened};

/// How long a full inbox is left alone.
const INBOX_FULL: Duration = Duration::from_millis(20);

/// Carries out requests on one engine at a time, and passes its pictures on.
pub(super) struct Driver {
    actor: Actor,
    inbox: SyncSender<Msg>,
    /// The number of the engine that serves.
    number: u64,
}

/// An engine that serves.
struct Serving {
    engine: Engine,
    forward: JoinHandle<()>,
    /// The latest question about a league. It is a read: no action waits for it, and it waits for none.
    question: Option<JoinHandle<()>>,
}

impl Driver {
    pub(super) const fn new(actor: Actor, inbox: SyncSender<Msg>) -> Self {
        Self {
            actor,
            inbox,
            number: 0,
        }
    }

    /// Serves until no request can come any more. Requests that wait are carried out before an engine takes the place of the
    /// one that they were made for.
    pub(super) async fn run(
        mut self,
        first: Opening,
        mut requests: mpsc::Receiver<Request>,
        mut nexts: mpsc::Receiver<Next>,
    ) {
        let mut serving = match open(first).await {
            Ok(engine) => self.serve(engine),
            Err(error) => return drop(deliver(&self.inbox, Msg::NotOpened(error)).await),
        };
        let mut next: Option<Next> = None;
        loop {
            tokio::select! {
                biased;
                request = requests.recv() => match request {
                    Some(request) => self.answer(&mut serving, request).await,
                    None => break,
                },
                Some(later) = nexts.recv() => {
                    // The latest choice is the one that is meant.
                    if let Some(earlier) = next.replace(later) {
                        earlier.opening.abort();
                    }
                }
                (settings, opened) = opened(&mut next) => match opened {
                    Ok(engine) => {
                        serving.end().await;
                        self.number += 1;
                        let snapshot = engine.snapshot();
                        let _left_already = deliver(&self.inbox, Msg::EngineOpened(Opened { snapshot, settings })).await;
                        serving = self.serve(engine);
                    }
                    Err(error) => {
                        let message = Msg::EngineNotOpened {
                            profile: settings.profile.into(),
                            why: with_causes(error.as_ref()).into(),
                        };
                        let _left_already = deliver(&self.inbox, message).await;
                    }
                },
            }
        }
    }

    fn serve(&self, engine: Engine) -> Serving {
        let forward = tokio::spawn(forward_snapshots(engine.changes(), self.inbox.clone()));
        Serving {
            engine,
            forward,
            question: None,
        }
    }

    async fn answer(&self, serving: &mut Serving, request: Request) {
        match request {
            Request::Refresh => serving.engine.refresh(),
            Request::LookInto(code) => {
                let question = tokio::spawn(look_into(serving.engine.clone(), code, self.inbox.clone()));
                if let Some(earlier) = serving.question.replace(question) {
                    earlier.abort();
                }
            }
            Request::Act {
                ticket,
                action,
                engine: number,
            } => {
                let result = if number == self.number {
                    serving.engine.act(&self.actor, action).await
                } else {
                    Err(ActError::Refused(
                        "another profile was opened meanwhile; nothing was done".into(),
                    ))
                };
                let _left_already = deliver(&self.inbox, Msg::Answered { ticket, result }).await;
            }
        }
    }
}

impl Serving {
    /// Passes no more pictures on. After this the inbox gets nothing of this engine.
    async fn end(self) {
        for task in [Some(self.forward), self.question].into_iter().flatten() {
            task.abort();
            let _aborted = task.await;
        }
    }
}

async fn open(opening: Opening) -> Result<Engine> {
    opening.await.map_err(Report::from).and_then(|opened| opened)
}

/// The engine that is being opened, once it is; never without one.
async fn opened(next: &mut Option<Next>) -> (Box<touchline::config::Settings>, Result<Engine>) {
    let Some(Next { opening, .. }) = next else {
        return std::future::pending().await;
    };
    let opened = opening.await.map_err(Report::from).and_then(|opened| opened);
    match next.take() {
        Some(Next { settings, .. }) => (settings, opened),
        None => std::future::pending().await,
    }
}

/// Passes on the latest snapshot. Those that came while the inbox was full are skipped, never queued.
pub(super) async fn forward_snapshots(mut changes: watch::Receiver<Arc<Snapshot>>, inbox: SyncSender<Msg>) {
    changes.mark_changed();
    while changes.changed().await.is_ok() {
        let snapshot = Arc::clone(&changes.borrow_and_update());
        if deliver(&inbox, Msg::Snapshot(snapshot)).await.is_err() {
            return;
        }
    }
    // When the monitor has ended too there is nobody to tell.
    let _ = deliver(&inbox, Msg::EngineGone).await;
}

async fn look_into(engine: Engine, code: LeagueCode, inbox: SyncSender<Msg>) {
    let result = engine.league(&code).await;
    let result = result.map_err(|error| SafeText::new(&error.to_string()));
    let _left_already = deliver(&inbox, Msg::League { code, result }).await;
}

/// Puts a message into the inbox without blocking a thread of the runtime.
async fn deliver(inbox: &SyncSender<Msg>, mut message: Msg) -> Result<(), Closed> {
    loop {
        match inbox.try_send(message) {
            Ok(()) => return Ok(()),
            Err(TrySendError::Disconnected(_)) => return Err(Closed),
            Err(TrySendError::Full(back)) => message = back,
        }
        tokio::time::sleep(INBOX_FULL).await;
    }
}

/// The monitor has ended.
struct Closed;

#[cfg(test)]
mod tests;
