use std::time::{Duration, Instant};

/// How often the ages on screen are looked at. A frame in which none changed its wording sends nothing.
const TICK: Duration = Duration::from_secs(1);
/// What comes by itself waits so long for more: the sections of a picture arrive one by one, and are drawn together.
const GATHERING: Duration = Duration::from_millis(50);
/// Least time between two renderings when the first of them changed nothing: messages that come in a stream and show
/// nothing must not cost a core.
const RENDER_PAUSE: Duration = Duration::from_millis(20);

/// When the next frame is drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cadence {
    /// Not before, so that a slow line is not flooded.
    earliest: Instant,
    /// None where nothing happened since the last frame.
    due: Option<Instant>,
}

impl Cadence {
    /// The first frame is drawn at once.
    pub(super) const fn new(now: Instant) -> Self {
        Self {
            earliest: now,
            due: Some(now),
        }
    }

    pub(super) fn is_due(&self, now: Instant) -> bool {
        self.due.is_some_and(|due| due <= now)
    }

    /// How long there is nothing to draw, if no message comes.
    pub(super) fn pause(&self, now: Instant) -> Duration {
        self.due.map_or(TICK, |due| due.saturating_duration_since(now))
    }

    /// Something happened. Whoever presses a key waits for nothing but the line.
    pub(super) fn ask(&mut self, is_pressing: bool, now: Instant) {
        let wanted = if is_pressing { now } else { now + GATHERING };
        let due = self.due.map_or(wanted, |due| due.min(wanted));
        self.due = Some(due.max(self.earliest));
    }

    /// A frame was drawn, and sent where it differed from the last one.
    pub(super) fn drawn(&mut self, sent: bool, min_frame: Duration, now: Instant) {
        self.earliest = now + if sent { min_frame } else { RENDER_PAUSE };
        self.due = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Duration = Duration::from_millis(100);

    fn after(start: Instant, ms: u64) -> Instant {
        start + Duration::from_millis(ms)
    }

    #[test]
    fn news_gather_and_keys_do_not() {
        let start = Instant::now();
        let mut cadence = Cadence::new(start);
        assert!(cadence.is_due(start));
        cadence.drawn(true, FRAME, start);
        assert_eq!(cadence.pause(start), TICK);

        cadence.ask(false, after(start, 500));
        cadence.ask(false, after(start, 540));
        assert!(!cadence.is_due(after(start, 549)));
        assert!(
            cadence.is_due(after(start, 550)),
            "more news does not put the frame off"
        );
        cadence.ask(true, after(start, 510));
        assert!(cadence.is_due(after(start, 510)));
    }

    #[test]
    fn a_key_waits_for_the_line_alone() {
        let start = Instant::now();
        let mut cadence = Cadence::new(start);
        cadence.drawn(true, FRAME, start);
        cadence.ask(true, after(start, 30));
        assert_eq!(cadence.pause(after(start, 30)), Duration::from_millis(70));
        cadence.drawn(false, FRAME, after(start, 100));
        cadence.ask(true, after(start, 110));
        assert_eq!(cadence.pause(after(start, 110)), Duration::from_millis(10));
    }
}
