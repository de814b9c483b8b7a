//! Sources with all that is known of the selected one.

use ratatui::{buffer::Buffer, layout::Rect};
use touchline::engine::SourceFreshness;

use super::{facts::Facts, list_pane::ListPane};
use crate::tui::{
    listing::ListId,
    model::Model,
    theme::{Concern, Look},
    widget::{age, duration, percent},
};

pub(super) fn render(model: &Model, look: &Look, area: Rect, buf: &mut Buffer) {
    let pane = ListPane::of(ListId::Sources, model);
    let sources = model.snapshot.sections.data_freshness.value.as_deref();
    let current = pane.current();
    let row = sources
        .unwrap_or_default()
        .iter()
        .find(|row| current.is_some_and(|id| id.is(row.source.as_str())));
    let below = row.map_or_else(Vec::new, |row| {
        about(row, model, look).lines(usize::from(area.width), pane.spare(area, 4))
    });
    pane.render(&below, look, area, buf);
}

fn about<'a>(row: &SourceFreshness, model: &Model, look: &'a Look) -> Facts<'a> {
    let now = model.data_now();
    let mut facts = Facts::new(look);
    facts.judge(
        "why",
        format!("{}: {}", row.source, row.reason),
        Concern::from(row.status),
    );
    facts.say("due", due(row));
    let times = [
        ("loaded", row.last_loaded_at),
        ("last match", row.last_event_at),
        ("asked for news", row.last_checked_at),
    ];
    let times = times.map(|(what, at)| Some(format!("{what} {}", age(now, at?))));
    let told: Vec<String> = times.into_iter().flatten().collect();
    facts.known("times", Some(told.join(", ")).filter(|told| !told.is_empty()));
    facts.known(
        "SLO",
        row.slo.as_ref().map(|slo| {
            format!(
                "{} of {} daily checks were fresh, {} is the target",
                percent(slo.share),
                slo.days,
                percent(slo.target)
            )
        }),
    );
    facts.say(
        "rows",
        format!("{} matches loaded, {} rows put aside", row.rows, row.quarantined),
    );
    facts
}

/// How late it is, and when that is a warning and an error.
fn due(row: &SourceFreshness) -> String {
    let (warn, error) = (row.warn_after_s, row.error_after_s);
    let Some(late) = row.overdue_s.filter(|late| *late > 0) else {
        return format!(
            "nothing is; warns {} late, in error {} late",
            duration(warn),
            duration(error)
        );
    };
    let step = |limit: i64, word: &str| {
        if late >= limit {
            format!("{word} since {}", duration(late - limit))
        } else {
            format!("{word} in {}", duration(limit - late))
        }
    };
    format!(
        "{} late: {}, {}",
        duration(late),
        step(warn, "warns"),
        step(error, "in error")
    )
}
