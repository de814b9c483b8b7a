//! A connection that the server tells things on, beside the pool: one that listens is not there for anything else.

use sqlx::postgres::{PgListener, PgPoolOptions};
use tokio::time::timeout;

use super::{PATIENCE, Server, Trouble};
use crate::store::{Context, StoreError};

impl Server {
    /// Listens on a channel.
    pub(in crate::store) async fn listen(&self, channel: &str) -> Result<PgListener, StoreError> {
        // The driver listens on a connection of a pool, which does not tell why it has none.
        self.knock().await?;
        let only = PgPoolOptions::new()
            .max_connections(1)
            .acquire_timeout(PATIENCE)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_lazy_with(self.options.as_ref().clone());
        let connecting = PgListener::connect_with(&only).await;
        let mut listener = connecting.map_err(|error| self.trouble(error))?;
        // Whoever listens is to know what was lost and when: see `heard`.
        listener.eager_reconnect(false);
        listener.listen(channel).await.doing("listen for work")?;
        Ok(listener)
    }

    /// Waits for a word; that the connection was lost is an error. Nothing is lost where this is given up before its end.
    pub(in crate::store) async fn heard(&self, listener: &mut PgListener) -> Result<(), StoreError> {
        match listener.try_recv().await {
            Ok(Some(_said)) => Ok(()),
            Ok(None) => Err(self.lost(Trouble::Broken)),
            Err(error) => Err(self.trouble(error)),
        }
    }

    /// Asks for a sign of life; what is said meanwhile is kept.
    pub(in crate::store) async fn still_there(&self, listener: &mut PgListener) -> Result<(), StoreError> {
        match timeout(PATIENCE, sqlx::query("SELECT 1").execute(listener)).await {
            Ok(answer) => answer.map(drop).map_err(|error| self.trouble(error)),
            Err(_elapsed) => Err(self.lost(Trouble::Silent(PATIENCE))),
        }
    }

    fn lost(&self, trouble: Trouble) -> StoreError {
        StoreError::Connect {
            database: self.location.to_string(),
            trouble,
            source: None,
        }
    }
}
