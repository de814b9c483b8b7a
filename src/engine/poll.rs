//! What each section asks of the store.

mod challenger;
mod feature_store;
mod freshness;
mod judgement;
mod quality;
mod system;
mod training;
mod workers;

pub(super) use freshness::FreshnessPoll;
pub(super) use judgement::JudgementPoll;
pub(super) use quality::QualityPoll;
pub(super) use system::{SystemPoll, milliseconds};
pub(super) use training::TrainingPoll;

use std::future::Future;

use super::{Sections, poller::Answer};
use crate::store::StoreError;

/// What a poll came to: a value, and whether anything has been collected at all.
#[derive(Debug)]
pub(super) struct Polled<T> {
    pub(super) value: T,
    pub(super) is_empty: bool,
}

/// One question to the store, asked again and again.
pub(super) trait Poll: Send {
    /// What it answers.
    type Value: Send;

    /// Asks.
    fn poll(&mut self) -> impl Future<Output = Result<Polled<Self::Value>, StoreError>> + Send;

    /// Puts an answer into its section, or its sections.
    fn place(sections: &mut Sections, answer: Answer<Self::Value>);
}
