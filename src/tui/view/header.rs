use ratatui::{buffer::Buffer, layout::Rect, text::Span};
use touchline::engine::Access;

use crate::tui::{
    model::{Model, Range},
    theme::{Concern, Look},
    widget::{Segment, age, bar, percent, since},
};

/// Who, where, how it stands in one word and one sentence, the champion, and the time.
pub(super) fn render(model: &Model, look: &Look, area: Rect, buf: &mut Buffer) {
    let left = vec![name(model, look), Segment::new(10, overall(model, look))];
    let right = [
        paused(model, look),
        opening(model, look),
        range(model, look),
        champion(model, look),
        replay(model, look),
        Some(clock(model, look)),
    ];
    let headline = (model.snapshot.headline.as_str(), ratatui::style::Style::new());
    let line = bar(
        left,
        headline,
        right.into_iter().flatten().collect(),
        usize::from(area.width),
        look.glyphs.ellipsis,
    );
    buf.set_line(area.x, area.y, &line, area.width);
}

/// The overall status: sign and word.
pub(super) fn overall(model: &Model, look: &Look) -> Vec<Span<'static>> {
    let status = model.snapshot.overall;
    let concern = Concern::from(status);
    let style = look.of(concern).patch(look.title);
    vec![Span::styled(
        format!("{} {}", look.glyphs.of(concern), status.as_str().to_uppercase()),
        style,
    )]
}

/// The profile. Production looks different from all others.
fn name(model: &Model, look: &Look) -> Segment {
    let snapshot = &model.snapshot;
    let production = snapshot.access == Access::ReadWrite { production: true };
    let (profile, style) = if production {
        (format!(" {} ", snapshot.profile), look.selected)
    } else {
        (snapshot.profile.to_string(), look.title)
    };
    let mut spans = vec![
        Span::styled("touchline", look.title),
        Span::styled(format!(" {} ", look.glyphs.dot), look.dim),
        Span::styled(profile, style),
    ];
    if matches!(snapshot.access, Access::ReadOnly { .. }) {
        spans.push(Span::styled(" read-only", look.dim));
    }
    Segment::new(9, spans)
}

fn champion(model: &Model, look: &Look) -> Option<Segment> {
    let champion = model.snapshot.sections.model_health.value.as_ref()?.champion.as_ref()?;
    let age = since(model.data_now(), champion.trained_at);
    Some(Segment::new(
        6,
        [
            Span::styled("champion ", look.dim),
            Span::raw(champion.version.to_string()),
            Span::styled(format!(" {age}"), look.dim),
        ],
    ))
}

fn paused(model: &Model, look: &Look) -> Option<Segment> {
    let taken = age(model.now, model.snapshot.as_of);
    model
        .paused()
        .then(|| Segment::new(10, [Span::styled(format!(" PAUSED, taken {taken} "), look.selected)]))
}

/// How far back one looks, where it is not the whole season.
fn range(model: &Model, look: &Look) -> Option<Segment> {
    let shorter = model.range != Range::Season;
    shorter.then(|| Segment::new(8, [Span::styled(format!("last {}", model.range.title()), look.accent)]))
}

/// The profile that will be shown. What is seen is still the one before.
fn opening(model: &Model, look: &Look) -> Option<Segment> {
    let profile = model.profiles.opening.as_ref();
    let other = profile.filter(|profile| **profile != model.snapshot.profile)?;
    Some(Segment::new(
        10,
        [Span::styled(format!(" OPENING {other} "), look.selected)],
    ))
}

fn replay(model: &Model, look: &Look) -> Option<Segment> {
    let replay = model.snapshot.clock.replay?;
    let how = if replay.finished {
        "replay over".to_owned()
    } else if replay.paused {
        format!("replay paused at {}", percent(replay.progress))
    } else {
        format!("replay {:.0} d/s {}", replay.days_per_second, percent(replay.progress))
    };
    Some(Segment::new(8, [Span::styled(how, look.accent)]))
}

/// The wall clock, or the day that is replayed.
fn clock(model: &Model, look: &Look) -> Segment {
    let now = model.data_now();
    let text = if model.snapshot.clock.replay.is_some() {
        now.format("%Y-%m-%d")
    } else {
        now.format("%H:%M UTC")
    };
    Segment::new(7, [Span::styled(text.to_string(), look.dim)])
}
