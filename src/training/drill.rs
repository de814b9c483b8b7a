//! Standing still at a chosen point of a training, so that a test or a drill can kill the worker exactly there.

use std::{fmt, sync::Arc};

use crate::domain::Stage;

/// Where in a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// It is about to begin; the worker holds nothing but its lease.
    Begins,
    /// All its statements are made, and its transaction is about to be committed.
    Commits,
}

/// Is told of each moment, and may keep the worker there. The default does nothing.
#[derive(Clone, Default)]
pub struct Drill(Option<Arc<dyn Fn(Stage, Moment) + Send + Sync>>);

impl Drill {
    /// Calls `at` at each moment of each stage that is worked on.
    #[must_use]
    pub fn new(at: impl Fn(Stage, Moment) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(at)))
    }

    pub(super) fn at(&self, stage: Stage, moment: Moment) {
        if let Some(at) = &self.0 {
            at(stage, moment);
        }
    }
}

impl fmt::Debug for Drill {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Drill" } else { "no drill" })
    }
}
