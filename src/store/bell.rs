//! How a worker hears that there is work, without asking the queue again and again.

mod ear;

use std::{sync::Arc, time::Duration};

use tokio::{sync::Notify, time::timeout};
use tokio_util::task::AbortOnDropHandle;

use super::{Context, Db, StoreError, Tx};
use crate::domain::with_causes;
use ear::Ear;

/// The channel that a server is told on. It is the database's own: schemas that share one ring for each other too.
const CHANNEL: &str = "touchline_runs";

/// Between two attempts to listen again: the first pause, doubled up to the last.
const PAUSES: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(30));

/// Rings when there may be work: a request, a wish to cancel, the end of a run.
///
/// On PostgreSQL it is a `LISTEN` on a connection beside the pool, which opens again by itself. On SQLite it is a look at
/// the version of the file several times a second, which takes no lock, where a look at the queue takes the only one there
/// is to write; there it rings for whatever is written.
///
/// A bell may ring for nothing, and may miss a ring: a connection that is lost loses what was said meanwhile (it rings when
/// it is back), a pool of connections between this process and the server may pass nothing on, and time alone, as when a
/// lease runs out, rings nowhere. So whoever waits for it looks every few seconds as well.
#[derive(Debug)]
pub struct Bell {
    rung: Arc<Notify>,
    _listening: AbortOnDropHandle<()>,
}

impl Bell {
    /// Listens from now on. A database that is away is tried again with growing pauses.
    pub async fn of(db: &Db) -> Self {
        let rung = Arc::new(Notify::new());
        let ear = Ear::open(db).await;
        let listening = tokio::spawn(listen(db.clone(), ear, Arc::clone(&rung)));
        Self {
            rung,
            _listening: AbortOnDropHandle::new(listening),
        }
    }

    /// Waits for a ring, but no longer than `up_to`; answers whether it rang. What rang since the last wait counts, once.
    pub async fn rings(&self, up_to: Duration) -> bool {
        timeout(up_to, self.rung.notified()).await.is_ok()
    }
}

/// Rings on commit. Nothing is to be done on SQLite, where a commit is heard by itself.
///
/// # Errors
/// When the query fails.
pub async fn ring(tx: &mut Tx) -> Result<(), StoreError> {
    if let Tx::Postgres(tx) = tx {
        let notify = sqlx::query("SELECT pg_notify($1, '')").bind(CHANNEL);
        notify
            .execute(&mut **tx)
            .await
            .doing("tell the workers that there is work")?;
    }
    Ok(())
}

/// For ever. After an interruption it rings, for what could not be heard.
async fn listen(db: Db, mut opened: Result<Ear, StoreError>, rung: Arc<Notify>) {
    loop {
        let error = match opened {
            Ok(ear) => pass_on(ear, &rung).await,
            Err(error) => error,
        };
        tracing::warn!(
            "the queue does not tell its news and is looked at instead: {}",
            with_causes(&error)
        );
        opened = Ok(open_again(&db).await);
        tracing::info!("the queue tells its news again");
        rung.notify_one();
    }
}

/// Rings for whatever is heard, until nothing can be any more.
async fn pass_on(mut ear: Ear, rung: &Notify) -> StoreError {
    loop {
        match ear.hears().await {
            Ok(()) => rung.notify_one(),
            Err(error) => return error,
        }
    }
}

async fn open_again(db: &Db) -> Ear {
    let (mut pause, longest) = PAUSES;
    loop {
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(longest);
        match Ear::open(db).await {
            Ok(ear) => return ear,
            Err(error) => tracing::debug!("the queue still does not tell its news: {}", with_causes(&error)),
        }
    }
}
