//! The handlers: each carries an answer.

pub(super) mod data;
pub(super) mod documents;
pub(super) mod features;
pub(super) mod model;
pub(super) mod system;
pub(super) mod training;
