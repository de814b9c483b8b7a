use chrono::TimeDelta;
use ratatui::{
    style::Style,
    text::{Line, Span},
};
use touchline::engine::{Fetched, SectionState};

use super::{banner, brief::Brief};
use crate::tui::{
    listing::ListId,
    model::Model,
    theme::{Concern, Look},
    widget::{age, until, wrap},
};

/// What a pane says before or beside its values: that they are being read, are old, or are missing.
#[derive(Debug)]
pub(super) struct Section<'a, T> {
    pub(super) value: Option<&'a T>,
    pub(super) state: SectionState,
    trouble: Option<String>,
    /// How old a value is that was not read for long, though no reading failed.
    old: Option<String>,
}

/// Readings are a few seconds to a minute apart.
const LONG_AGO: TimeDelta = TimeDelta::minutes(3);

/// A section of whatever value, where only its state matters.
pub(super) fn standing(list: ListId, model: &Model) -> Section<'_, ()> {
    let sections = &model.snapshot.sections;
    match list {
        ListId::Leagues => Section::of(&sections.league_drift, model).standing(),
        ListId::Matches => match &model.league {
            Some(open) => Section::of(&open.detail, model).standing(),
            None => Section::of(const { &Fetched::<()>::loading() }, model).standing(),
        },
        ListId::Fixtures => Section::of(&sections.model_health, model).standing(),
        ListId::Versions | ListId::Runs => Section::of(&sections.training, model).standing(),
        ListId::Sources => Section::of(&sections.data_freshness, model).standing(),
        ListId::Findings | ListId::Held | ListId::Quarantine => Section::of(&sections.data_quality, model).standing(),
        ListId::Services | ListId::Workers | ListId::Audit => Section::of(&sections.system, model).standing(),
        ListId::Alerts => Section::of(&sections.alerts, model).standing(),
    }
}

impl<'a, T> Section<'a, T> {
    fn standing(self) -> Section<'a, ()> {
        Section {
            value: self.value.map(|_| &()),
            state: self.state,
            trouble: self.trouble,
            old: self.old,
        }
    }

    pub(super) fn of(fetched: &'a Fetched<T>, model: &Model) -> Self {
        let next = fetched
            .next_attempt
            .map_or_else(String::new, |at| format!(", next try {}", until(model.now, at)));
        let error = fetched
            .error
            .as_ref()
            .map_or("no reason was given", |error| error.as_str());
        let trouble = match fetched.state {
            SectionState::Stale => {
                let read = fetched
                    .as_of
                    .map_or_else(String::new, |at| format!("last read {}", age(model.now, at)));
                // Where nothing can be read the banner says why, once.
                let why = if banner::text(model).is_some() {
                    String::new()
                } else {
                    format!("{next}: {error}")
                };
                Some(format!("stale: {read}{why}"))
            }
            SectionState::Failed => Some(format!("could not be read{next}: {error}")),
            SectionState::Loading | SectionState::Fresh | SectionState::Empty => None,
        };
        Self {
            value: fetched.value.as_ref(),
            state: fetched.state,
            trouble,
            old: fetched
                .as_of
                .filter(|at| model.now - *at >= LONG_AGO)
                .map(|at| age(model.now, at)),
        }
    }

    /// The value is old.
    pub(super) fn is_stale(&self) -> bool {
        self.state == SectionState::Stale
    }

    /// What a value looks like: an old one is dimmed.
    pub(super) fn style(&self, look: &Look) -> Style {
        if self.is_stale() { look.dim } else { Style::new() }
    }

    /// A concern's style, unless the value is old.
    pub(super) fn concern_style(&self, concern: Concern, look: &Look) -> Style {
        if self.is_stale() { look.dim } else { look.of(concern) }
    }

    /// The trouble in lines, `most` at most.
    pub(super) fn trouble(&self, look: &Look, width: usize, most: usize) -> Vec<Line<'static>> {
        let text = self.trouble.as_deref().unwrap_or_default();
        let style = look.of(Concern::Warn);
        wrap(text, width)
            .into_iter()
            .take(most)
            .map(|line| Line::from(Span::styled(line, style)))
            .collect()
    }

    /// What stands in place of values where there are none.
    pub(super) fn nothing(&self, look: &Look, width: usize, fill: &str) -> Vec<Line<'static>> {
        match self.state {
            SectionState::Loading => vec![Line::from(Span::styled("reading", look.dim))],
            SectionState::Failed => self.trouble(look, width, usize::MAX),
            SectionState::Fresh | SectionState::Stale | SectionState::Empty => wrap(fill, width)
                .into_iter()
                .map(|line| Line::from(Span::styled(line, look.dim)))
                .collect(),
        }
    }

    /// What the title says in place of a value's own words, where there is none or it is old.
    pub(super) fn brief(&self, of_value: impl FnOnce(&T) -> Brief) -> Brief {
        match (self.state, self.value) {
            (SectionState::Loading, _) => Brief::new(Concern::Quiet, "reading"),
            (SectionState::Failed, _) | (_, None) => Brief::new(
                Concern::Broken,
                self.trouble.clone().unwrap_or_else(|| "no value".into()),
            )
            .titled("failed"),
            (SectionState::Stale, Some(value)) => {
                let brief = of_value(value);
                let title = format!("stale {}", brief.title);
                let text = format!("stale: {}", brief.text);
                Brief::new(brief.concern.max(Concern::Warn), text).titled(title)
            }
            (SectionState::Fresh | SectionState::Empty, Some(value)) => {
                let brief = of_value(value);
                match &self.old {
                    Some(age) => Brief {
                        title: format!("read {age}, {}", brief.title),
                        ..brief
                    },
                    None => brief,
                }
            }
        }
    }
}
