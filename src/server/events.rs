//! Changes as they come: server-sent events.

use std::{collections::VecDeque, convert::Infallible, sync::Arc, time::Duration};

use axum::{
    extract::State,
    http::StatusCode,
    response::sse::{Event, KeepAlive, Sse},
};
use futures_util::stream::{Stream, unfold};
use tokio::sync::{OwnedSemaphorePermit, watch};
use tokio_util::sync::CancellationToken;

use super::{
    answer::events::{Told, between},
    app::App,
    problem::Problem,
};
use crate::engine::Snapshot;

/// A comment is sent after so long without an event, so that nothing between takes the line for dead.
const ALIVE: Duration = Duration::from_secs(15);
/// A client that lost the line comes back after so long.
const RETRY: Duration = Duration::from_secs(3);

/// `section` when one changed, `job` when a run goes on. Each tells how things are and not what became of them: who missed some
/// needs only the next.
pub(super) async fn events(
    State(app): State<App>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let place = Arc::clone(&app.listeners).try_acquire_owned();
    let place = place
        .map_err(|_none_left| Problem::new(StatusCode::SERVICE_UNAVAILABLE, "too many listen to events at a time"))?;
    let listener = Listener {
        changes: app.engine.changes(),
        before: None,
        waiting: VecDeque::new(),
        stop: app.stop,
        _place: place,
    };
    let stream = unfold(listener, |mut listener| async {
        let event = listener.next().await?;
        Some((Ok(event), listener))
    });
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(ALIVE)))
}

struct Listener {
    changes: watch::Receiver<Arc<Snapshot>>,
    before: Option<Arc<Snapshot>>,
    waiting: VecDeque<Told>,
    stop: CancellationToken,
    _place: OwnedSemaphorePermit,
}

impl Listener {
    /// The next event; none at the end of the program. A slow client misses snapshots, not the latest one.
    async fn next(&mut self) -> Option<Event> {
        while self.waiting.is_empty() {
            if self.before.is_some() {
                tokio::select! {
                    () = self.stop.cancelled() => return None,
                    changed = self.changes.changed() => changed.ok()?,
                }
            }
            let now = Arc::clone(&self.changes.borrow_and_update());
            self.waiting = between(self.before.as_deref(), &now).into();
            self.before = Some(now);
        }
        let told = self.waiting.pop_front()?;
        let id = self.before.as_ref()?.as_of.timestamp_micros();
        let event = Event::default().event(told.event).id(id.to_string()).retry(RETRY);
        Some(event.data(told.data))
    }
}
