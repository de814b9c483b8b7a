//! The loop's two wires to the engine.

use std::{
    sync::{
        Arc,
        mpsc::{SyncSender, TrySendError},
    },
    time::Duration,
};

use color_eyre::eyre::{Report, Result, bail};
use tokio::{
    runtime::Handle,
    sync::{mpsc, watch},
    task::JoinHandle,
    time::timeout,
};
use touchline::{
    domain::{LeagueCode, SafeText},
    engine::{Action, Actor, Engine, Snapshot},
    store::StoreError,
};

use super::message::{Msg, Ticket};

/// Requests that may wait: far more than an operator types in the time of one answer.
const REQUESTS: usize = 32;
/// How long a full inbox is left alone.
const INBOX_FULL: Duration = Duration::from_millis(20);
/// How long a request that was made just before leaving may still take.
const LAST_REQUEST: Duration = Duration::from_secs(5);

/// An engine on its way: the screen is up before a slow or locked database is.
pub(crate) type Opening = JoinHandle<Result<Engine, StoreError>>;

/// What the monitor asks of the engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Request {
    /// Poll every section now.
    Refresh,
    /// Tell of the matches of a league.
    LookInto(LeagueCode),
    /// Carry out an action.
    Act { ticket: Ticket, action: Action },
}

/// Where requests go. Answers and snapshots come back through the inbox.
#[derive(Debug)]
pub(crate) struct Port {
    requests: mpsc::Sender<Request>,
    /// Carries them out; none where a test stands in for the engine.
    answering: Option<JoinHandle<()>>,
}

impl Port {
    /// A port and the other end of it.
    pub(crate) fn new() -> (Self, mpsc::Receiver<Request>) {
        let (requests, receiver) = mpsc::channel(REQUESTS);
        let port = Self {
            requests,
            answering: None,
        };
        (port, receiver)
    }

    /// Wires an engine to the inbox, once it is open.
    pub(crate) fn connect(opening: Opening, actor: Actor, runtime: &Handle, inbox: SyncSender<Msg>) -> Self {
        let (port, requests) = Self::new();
        let answering = runtime.spawn(async move {
            match opening.await.map_err(Report::from).and_then(|opened| Ok(opened?)) {
                Ok(engine) => {
                    tokio::spawn(forward_snapshots(engine.changes(), inbox.clone()));
                    answer(engine, actor, requests, inbox).await;
                }
                Err(error) => {
                    let _left_already = deliver(&inbox, Msg::NotOpened(error)).await;
                }
            }
        });
        Self {
            answering: Some(answering),
            ..port
        }
    }

    /// Lets requests come to their end that were made just before the operator left. The inbox must be closed by then.
    ///
    /// # Errors
    /// When the database does not take them in time.
    pub(crate) fn finish(self, runtime: &Handle) -> Result<()> {
        drop(self.requests);
        let Some(answering) = self.answering else {
            return Ok(());
        };
        if runtime
            .block_on(async { timeout(LAST_REQUEST, answering).await })
            .is_err()
        {
            bail!(
                "left after {} s while the database had not taken the last request; `touchline status` tells whether it \
                 did",
                LAST_REQUEST.as_secs()
            );
        }
        Ok(())
    }

    /// Sends a request; `false` when too many wait for their answers.
    pub(crate) fn send(&self, request: Request) -> bool {
        self.requests.try_send(request).is_ok()
    }
}

/// Passes on the latest snapshot. Those that came while the inbox was full are skipped, never queued.
async fn forward_snapshots(mut changes: watch::Receiver<Arc<Snapshot>>, inbox: SyncSender<Msg>) {
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

/// Carries out every request, also those that nobody waits for any more.
async fn answer(engine: Engine, actor: Actor, mut requests: mpsc::Receiver<Request>, inbox: SyncSender<Msg>) {
    while let Some(request) = requests.recv().await {
        match request {
            Request::Refresh => engine.refresh(),
            // A question is a read: no action waits for it, and it waits for none.
            Request::LookInto(code) => {
                tokio::spawn(look_into(engine.clone(), code, inbox.clone()));
            }
            Request::Act { ticket, action } => {
                let result = engine.act(&actor, action).await;
                let _left_already = deliver(&inbox, Msg::Answered { ticket, result }).await;
            }
        }
    }
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
mod tests {
    use std::sync::mpsc;

    use super::*;
    use crate::tui::fixture;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_slow_screen_gets_the_latest_picture_and_learns_of_the_end() {
        let (sender, changes) = watch::channel(Arc::new(fixture::loading()));
        let (inbox, received) = mpsc::sync_channel(1);
        inbox.send(Msg::LogsWaiting).unwrap();
        let forward = tokio::spawn(forward_snapshots(changes, inbox));
        for _ in 0..50 {
            sender.send(Arc::new(fixture::normal())).unwrap();
        }
        sender.send(Arc::new(fixture::trouble())).unwrap();
        let seen = tokio::task::spawn_blocking(move || {
            let mut last = None;
            for message in &received {
                match message {
                    Msg::Snapshot(snapshot) => {
                        last = Some(snapshot);
                        if last.as_deref() == Some(&fixture::trouble()) {
                            break;
                        }
                    }
                    other => assert!(matches!(other, Msg::LogsWaiting), "{other:?}"),
                }
            }
            drop(sender);
            assert!(matches!(received.recv(), Ok(Msg::EngineGone)));
            last
        });
        assert_eq!(seen.await.unwrap().as_deref(), Some(&fixture::trouble()));
        forward.await.unwrap();
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn an_engine_that_cannot_be_opened_says_so() {
        let missing = StoreError::Missing {
            path: "/nowhere/touchline.db".into(),
        };
        let opening = tokio::spawn(std::future::ready(Err(missing)));
        let actor = Actor {
            user: "tester".into(),
            host: "here".into(),
            ssh_origin: None,
        };
        let (inbox, received) = mpsc::sync_channel(1);
        let _port = Port::connect(opening, actor, &Handle::current(), inbox);
        let told = tokio::task::spawn_blocking(move || received.recv()).await.unwrap();
        let Ok(Msg::NotOpened(error)) = told else {
            panic!("{told:?}");
        };
        assert!(error.to_string().contains("/nowhere/touchline.db"), "{error}");
    }
}
