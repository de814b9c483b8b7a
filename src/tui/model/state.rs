use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use ratatui::layout::Size;
use touchline::{domain::SafeText, engine::Snapshot};

use super::{Focus, Lists, LogView, OpenLeague, Overlay, Past, Profiles, Range, ScreenId, Toasts};
use crate::tui::action::Keymap;

/// The whole state of the screen.
#[derive(Debug, Clone)]
pub(crate) struct Model {
    /// Now, on the wall clock.
    pub(crate) now: DateTime<Utc>,
    pub(crate) size: Size,
    /// The picture that is shown.
    pub(crate) snapshot: Arc<Snapshot>,
    /// The latest picture while the screen is frozen.
    behind: Option<Arc<Snapshot>>,
    pub(crate) screen: ScreenId,
    pub(super) focus: Focus,
    pub(crate) zoomed: bool,
    pub(crate) lists: Lists,
    /// How far back charts, dated lists and the log reach.
    pub(crate) range: Range,
    pub(crate) logs: LogView,
    pub(crate) profiles: Profiles,
    /// The league that is open on the Drift screen.
    pub(crate) league: Option<OpenLeague>,
    pub(crate) overlay: Option<Overlay>,
    /// What was typed into prompts.
    pub(crate) past: Past,
    /// The mouse is ours.
    pub(crate) mouse: bool,
    pub(crate) toasts: Toasts,
    pub(crate) keymap: Keymap,
    /// No new picture will come.
    pub(crate) engine_gone: bool,
    /// Where log lines are written.
    pub(crate) log_file: Option<SafeText>,
}

impl Model {
    pub(crate) fn new(snapshot: Arc<Snapshot>, keymap: Keymap, now: DateTime<Utc>) -> Self {
        Self {
            now,
            size: Size::ZERO,
            snapshot,
            behind: None,
            screen: ScreenId::Overview,
            focus: Focus::default(),
            zoomed: false,
            lists: Lists::default(),
            range: Range::default(),
            logs: LogView::default(),
            profiles: Profiles::default(),
            league: None,
            overlay: None,
            past: Past::default(),
            mouse: false,
            toasts: Toasts::default(),
            keymap,
            engine_gone: false,
            log_file: None,
        }
    }

    /// The screen is frozen.
    pub(crate) const fn paused(&self) -> bool {
        self.behind.is_some()
    }

    /// Freezes the screen, or goes on with the latest picture.
    pub(crate) fn toggle_pause(&mut self) {
        match self.behind.take() {
            None => self.behind = Some(Arc::clone(&self.snapshot)),
            Some(latest) => self.show(latest),
        }
    }

    /// Changes how far back one looks.
    pub(crate) fn look_back(&mut self, range: Range) {
        self.range = range;
        self.logs.since = range.begin(self.now);
        self.settle();
    }

    /// Whether a day lies within what one looks at.
    pub(crate) fn reaches(&self, day: NaiveDate) -> bool {
        self.range.holds_day(day, self.data_now())
    }

    /// Takes a new picture: shows it, or keeps it behind the frozen one.
    pub(crate) fn take_snapshot(&mut self, snapshot: Arc<Snapshot>) {
        match &mut self.behind {
            Some(behind) => *behind = snapshot,
            None => self.show(snapshot),
        }
    }

    /// The latest picture, frozen or not.
    pub(crate) fn latest(&self) -> &Snapshot {
        self.behind.as_deref().unwrap_or(&self.snapshot)
    }

    /// Now, as matches and runs are dated: the wall clock, or the replayed one.
    pub(crate) fn data_now(&self) -> DateTime<Utc> {
        if self.snapshot.clock.replay.is_some() {
            self.snapshot.clock.now
        } else {
            self.now
        }
    }

    fn show(&mut self, snapshot: Arc<Snapshot>) {
        self.snapshot = snapshot;
        self.settle();
    }
}
