//! Log lines on their way to the Logs screen: the monitor's own, the worker's, and those of followed files.
//!
//! Why not tui-logger's widget: its records can be shown, but neither read nor pointed at. A search that keeps its context,
//! a jump to the next error and a position that survives new lines all need a line's identity, and its text must be made
//! safe before it is kept. A bounded ring behind a `tracing` layer gives all four.

mod feed;
mod follow;
mod layer;
mod level;
mod line;
mod merge;
mod names;
mod parse;
mod ring;
mod source;

pub(crate) use feed::LogFeed;
pub(crate) use follow::Follower;
pub(crate) use layer::LogLayer;
pub(crate) use level::Level;
pub(crate) use line::{Entry, LineId, LogLine};
pub(crate) use ring::Ring;
pub(crate) use source::{LogSource, Source};

/// A layer to install, and the feed to hand to the monitor.
pub(crate) fn channel() -> (LogLayer, LogFeed) {
    let feed = LogFeed::default();
    (LogLayer::new(feed.clone()), feed)
}
