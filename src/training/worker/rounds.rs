//! What a worker sees to while no run waits.

use tokio::time::Instant;

use super::Worker;
use crate::{store::HEARTBEAT, training::drift::Due};

/// When it last saw to what.
#[derive(Debug, Default)]
pub(super) struct Rounds {
    caught_up: bool,
    features: Option<Instant>,
}

impl Worker {
    /// Sees to what is due. What fails is logged and seen to again.
    pub(super) async fn make(&self, rounds: &mut Rounds) {
        if !rounds.caught_up {
            // What a worker that died between publishing and evaluating has left.
            self.evaluate_drift(Due::NewMatches).await;
            rounds.caught_up = true;
        }
        if rounds.features.is_none_or(|at| at.elapsed() >= HEARTBEAT) {
            self.catch_up_features().await;
            rounds.features = Some(Instant::now());
        }
    }
}
