use std::fmt::{Debug, Write};

use chrono::Utc;
use touchline::domain::SafeText;
use tracing::{
    Event, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::{Layer, layer::Context};

use super::{Level, LogFeed, parse::MAX_CHARS};

/// A `tracing` layer that makes each event safe to show and puts it into the feed.
#[derive(Debug)]
pub(crate) struct LogLayer {
    feed: LogFeed,
}

impl LogLayer {
    pub(super) const fn new(feed: LogFeed) -> Self {
        Self { feed }
    }
}

impl<S: Subscriber> Layer<S> for LogLayer {
    fn on_event(&self, event: &Event<'_>, _context: Context<'_, S>) {
        let mut message = Message::default();
        event.record(&mut message);
        let text: String = message
            .text
            .chars()
            .chain(message.fields.chars())
            .take(MAX_CHARS)
            .collect();
        let metadata = event.metadata();
        let target = metadata
            .target()
            .strip_prefix("touchline::")
            .unwrap_or_else(|| metadata.target());
        let (level, target, text) = (
            Level::from(*metadata.level()),
            SafeText::new(target),
            SafeText::from(text),
        );
        self.feed.add(|ring| ring.push(Utc::now(), level, target, text));
    }
}

#[derive(Default)]
struct Message {
    text: String,
    fields: String,
}

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        // Writing to a string cannot fail.
        let _ = if field.name() == "message" {
            write!(self.text, "{value:?}")
        } else {
            write!(self.fields, "  {}={value:?}", field.name())
        };
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.record_debug(field, &format_args!("{value}"));
    }
}

#[cfg(test)]
mod tests {
    use tracing_subscriber::prelude::*;

    use crate::tui::{
        logging::{Level, channel},
        message::Msg,
    };

    #[test]
    fn events_become_safe_lines_and_wake_the_loop_once() {
        let (layer, feed) = channel();
        let (sender, inbox) = std::sync::mpsc::sync_channel(8);
        feed.attach(sender);
        assert!(matches!(inbox.try_recv(), Ok(Msg::LogsWaiting)));
        feed.take();
        tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), || {
            tracing::info!(target: "touchline::training", league = "SP2", iterations = 34, "fitted \u{1b}[31mred");
            tracing::error!(target: "sqlx", "connection refused");
        });
        assert!(matches!(inbox.try_recv(), Ok(Msg::LogsWaiting)));
        assert!(inbox.try_recv().is_err(), "one wake for both");
        let ring = feed.take();
        let seen: Vec<_> = ring
            .lines()
            .map(|line| (line.level.unwrap(), line.target.as_str(), line.text.as_str()))
            .collect();
        assert_eq!(
            seen,
            [
                (Level::Info, "training", "fitted red  league=SP2  iterations=34"),
                (Level::Error, "sqlx", "connection refused"),
            ]
        );
    }
}
