//! The panes of the Model screen.

pub(super) mod candidates;
pub(super) mod distances;
pub(super) mod fixtures;
pub(super) mod history;
pub(super) mod reliability;
pub(super) mod scores;
