use ratatui::{
    buffer::Buffer,
    layout::Rect,
    text::{Line, Span},
};
use touchline::{
    domain::SafeText,
    engine::{Fetched, SectionState},
};

use crate::tui::{
    model::Model,
    theme::{Concern, Look},
    widget::{cut, duration, until},
};

/// What is wrong with all that is shown: no section can be read, or none will be read again, or it is not what the
/// configuration says.
pub(super) fn text(model: &Model) -> Option<String> {
    unread(model).or_else(|| {
        let trouble = model.profiles.trouble.as_ref()?;
        Some(format!("configuration not in force: {trouble}"))
    })
}

fn unread(model: &Model) -> Option<String> {
    if model.engine_gone {
        return Some("the engine has ended: what you see is not updated any more; q and start again".to_owned());
    }
    let sections = &model.snapshot.sections;
    let trouble = [
        lost(&sections.model_health),
        lost(&sections.league_drift),
        lost(&sections.data_freshness),
        lost(&sections.training),
    ];
    let lost = trouble.into_iter().collect::<Option<Vec<_>>>()?;
    let error = lost.iter().find_map(|lost| lost.error)?;
    let last_good = lost.iter().filter_map(|lost| lost.as_of).max();
    let since = last_good.map_or_else(
        || "nothing was read yet".into(),
        |at| format!("nothing could be read for {}", duration((model.now - at).num_seconds())),
    );
    let next = lost.iter().filter_map(|lost| lost.next_attempt).min();
    let next = next.map_or_else(String::new, |at| format!(", next try {}", until(model.now, at)));
    Some(format!("{since}{next}: {error}"))
}

struct Lost<'a> {
    error: Option<&'a SafeText>,
    as_of: Option<chrono::DateTime<chrono::Utc>>,
    next_attempt: Option<chrono::DateTime<chrono::Utc>>,
}

fn lost<T>(section: &Fetched<T>) -> Option<Lost<'_>> {
    matches!(section.state, SectionState::Stale | SectionState::Failed).then_some(Lost {
        error: section.error.as_ref(),
        as_of: section.as_of,
        next_attempt: section.next_attempt,
    })
}

pub(super) fn render(model: &Model, look: &Look, area: Rect, buf: &mut Buffer) {
    let text = text(model).unwrap_or_default();
    let text = cut(&text, usize::from(area.width).saturating_sub(4), look.glyphs.ellipsis).into_owned();
    let style = look.of(Concern::Broken);
    let line = Line::from(vec![Span::styled(format!(" {} {text}", look.glyphs.broken), style)]);
    buf.set_line(area.x, area.y, &line, area.width);
}
