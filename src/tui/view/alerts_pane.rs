//! What deserves attention, the sentence of one alert in full, and who has seen it.

use ratatui::{buffer::Buffer, layout::Rect};
use touchline::{
    domain::Severity,
    engine::{Alert, AlertState},
};

use super::{
    brief::{Brief, counts},
    facts::Facts,
    list_pane::ListPane,
    offer::offer,
    section::Section,
};
use crate::tui::{
    listing::ListId,
    model::{Model, Pane},
    theme::{Concern, Look},
    widget::age,
};

pub(super) fn brief(model: &Model, look: &Look) -> Brief {
    Section::of(&model.snapshot.sections.alerts, model).brief(|alerts| {
        let open = |severity| {
            let open = alerts
                .iter()
                .filter(|alert| !alert.is_quiet() && alert.state == AlertState::Firing);
            open.filter(|alert| alert.severity == severity).count()
        };
        let (critical, warning) = (open(Severity::Critical), open(Severity::Warning));
        let silenced = alerts.iter().filter(|alert| alert.silenced.is_some()).count();
        let over = alerts
            .iter()
            .filter(|alert| alert.silenced.is_none() && alert.state == AlertState::Latched)
            .count();
        let seen = alerts.len() - critical - warning - silenced - over;
        let words = counts(
            &[
                (critical, "critical"),
                (warning, "warning"),
                (over, "over"),
                (seen, "seen"),
                (silenced, "silenced"),
            ],
            look,
        );
        match (critical, warning) {
            (0, 0) if alerts.is_empty() => Brief::new(Concern::Good, "none"),
            (0, 0) if over > 0 => Brief::new(Concern::Warn, words),
            (0, 0) => Brief::new(Concern::Quiet, words),
            (0, _) => Brief::new(Concern::Warn, words),
            _ => Brief::new(Concern::Bad, words),
        }
    })
}

/// Lines below the list that hold what there is to tell of an alert, and both keys.
const ROOM_FOR_ALL: usize = 6;

pub(super) fn render(model: &Model, look: &Look, area: Rect, buf: &mut Buffer) {
    let pane = ListPane::of(ListId::Alerts, model);
    let alerts = model.snapshot.sections.alerts.value.as_deref().unwrap_or_default();
    let id = pane.current();
    let row = alerts
        .iter()
        .find(|alert| id.is_some_and(|id| id.is(alert.rule.as_str())));
    let below = row.map_or_else(Vec::new, |alert| {
        let spare = pane.spare(area, 3);
        // Where another pane has the focus the key is about the worst alert, whatever is selected here.
        let is_meant = pane.chosen().is_none() || model.focus() == Pane::Alerts;
        let mut keys = Vec::new();
        if is_meant && !alert.is_acknowledged() && spare > 1 {
            let what = format!("say that {} has been seen", alert.rule);
            keys.extend(offer("acknowledge", &what, model, look));
        }
        if is_meant && alert.state == AlertState::Firing && spare >= ROOM_FOR_ALL {
            let what = match &alert.silenced {
                Some(silence) => format!("end the silence of {}", silence.rule),
                None => "tell nobody of it for a while".to_owned(),
            };
            keys.extend(offer("silence", &what, model, look));
        }
        let mut lines = about(alert, model, look).lines(usize::from(area.width), spare - keys.len());
        lines.extend(keys);
        lines
    });
    pane.render(&below, look, area, buf);
}

fn about<'a>(alert: &Alert, model: &Model, look: &'a Look) -> Facts<'a> {
    let mut facts = Facts::new(look);
    let concern = match alert.severity {
        Severity::Warning => Concern::Warn,
        Severity::Critical => Concern::Bad,
    };
    facts.judge("alert", alert.sentence.as_str(), concern);
    let since = alert.since.format("%a %d %b %H:%M UTC");
    let seen = match (&alert.acknowledged_by, alert.acknowledged_at) {
        (Some(by), Some(at)) => format!("seen by {by} {}", age(model.now, at)),
        (Some(by), None) => format!("seen by {by}"),
        (None, _) => "seen by nobody yet".to_owned(),
    };
    facts.say("since", format!("{since}; {seen}"));
    if let Some(silence) = &alert.silenced {
        let until = silence.until.format("%a %d %b %H:%M UTC");
        facts.say(
            "silenced",
            format!("until {until} by {}: {}", silence.by, silence.reason),
        );
    }
    facts
}
