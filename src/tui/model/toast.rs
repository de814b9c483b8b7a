use std::collections::VecDeque;

use chrono::{DateTime, TimeDelta, Utc};
use touchline::domain::SafeText;

use crate::tui::message::Ticket;

/// How much a toast matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ToastLevel {
    /// It was asked for, and the answer is awaited.
    Pending,
    Done,
    Note,
    Failed,
}

/// Something that the screen tells the operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Toast {
    pub(crate) level: ToastLevel,
    pub(crate) text: SafeText,
    pub(crate) at: DateTime<Utc>,
    ticket: Option<Ticket>,
}

/// Toasts and their history.
#[derive(Debug, Clone, Default)]
pub(crate) struct Toasts {
    history: VecDeque<Toast>,
    current: Option<Toast>,
    tickets: Ticket,
}

/// How long a toast that asks for nothing stays.
const STAY: TimeDelta = TimeDelta::seconds(6);
/// How long a failure is shown at least, whatever is typed meanwhile.
const READ: TimeDelta = TimeDelta::seconds(1);
const HISTORY: usize = 200;

impl Toasts {
    /// Shows a toast.
    pub(crate) fn tell(&mut self, level: ToastLevel, text: impl Into<SafeText>, at: DateTime<Utc>) {
        self.show(Toast {
            level,
            text: text.into(),
            at,
            ticket: None,
        });
    }

    /// Shows that something was asked for, and gives the number under which the answer comes.
    pub(crate) fn request(&mut self, text: impl Into<SafeText>, at: DateTime<Utc>) -> Ticket {
        self.tickets += 1;
        let ticket = self.tickets;
        self.show(Toast {
            level: ToastLevel::Pending,
            text: text.into(),
            at,
            ticket: Some(ticket),
        });
        ticket
    }

    /// Shows the answer to a request: it replaces the pending toast in the history, with what was asked before it.
    pub(crate) fn answer(&mut self, ticket: Ticket, level: ToastLevel, text: &SafeText, at: DateTime<Utc>) {
        let asked = self.history.iter().position(|toast| toast.ticket == Some(ticket));
        let asked = asked.and_then(|index| self.history.remove(index));
        let text = asked.map_or_else(
            || text.clone(),
            |asked| SafeText::from(format!("{}: {text}", asked.text)),
        );
        self.show(Toast {
            level,
            text,
            at,
            ticket: None,
        });
    }

    /// What is shown now.
    pub(crate) const fn current(&self) -> Option<&Toast> {
        self.current.as_ref()
    }

    /// All of them, the latest first.
    pub(crate) fn history(&self) -> impl Iterator<Item = &Toast> {
        self.history.iter().rev()
    }

    /// Whether the answer to a request is still to come.
    pub(crate) fn is_awaiting(&self) -> bool {
        self.history.iter().any(|toast| toast.level == ToastLevel::Pending)
    }

    /// A failure stays until a key was pressed; a pending request stays until its answer; the others go by themselves.
    pub(crate) fn expire(&mut self, now: DateTime<Utc>) {
        self.current.take_if(|toast| match toast.level {
            ToastLevel::Done | ToastLevel::Note => now - toast.at >= STAY,
            ToastLevel::Pending | ToastLevel::Failed => false,
        });
    }

    /// A key was pressed: what was told has been seen, unless it came a moment ago, under fingers that were typing.
    pub(crate) fn seen(&mut self, now: DateTime<Utc>) {
        self.current.take_if(|toast| match toast.level {
            ToastLevel::Pending => false,
            ToastLevel::Failed => now - toast.at >= READ,
            ToastLevel::Done | ToastLevel::Note => true,
        });
    }

    fn show(&mut self, toast: Toast) {
        if self.history.len() == HISTORY {
            self.history.pop_front();
        }
        self.history.push_back(toast.clone());
        self.current = Some(toast);
    }
}
