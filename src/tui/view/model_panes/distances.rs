use ratatui::{
    buffer::Buffer,
    layout::Rect,
    text::{Line, Span},
};
use touchline::engine::Divergence;

use crate::tui::{
    model::Model,
    theme::{Concern, Look},
    view::{
        brief::Brief,
        pane::{prose, put},
        part::part,
        section::Section,
    },
    widget::fixed,
};

const FILL: &str = "No settled prediction had odds: a distance to the market needs both.";

pub(in crate::tui::view) fn brief(model: &Model) -> Brief {
    Section::of(&model.snapshot.sections.model_health, model).brief(|health| {
        match health.odds_divergence.as_ref().and_then(|all| all.tv) {
            Some(tv) => {
                let text = format!("TV p50 {} p95 {}, n {}", fixed(tv.p50, 3), fixed(tv.p95, 3), tv.n);
                let title = format!("TV p50 {}", fixed(tv.p50, 3));
                Brief::new(Concern::Quiet, text).titled(title)
            }
            None => Brief::new(Concern::Unknown, "no odds to compare with"),
        }
    })
}

/// How far the model's own probabilities lie from the market's, outcome by outcome in points and match by match.
pub(in crate::tui::view) fn render(model: &Model, look: &Look, area: Rect, buf: &mut Buffer) {
    let section = Section::of(&model.snapshot.sections.model_health, model);
    let pick = part(
        &section,
        |health| health.odds_divergence.as_ref(),
        FILL,
        look,
        area,
        buf,
    );
    let Some((divergence, area)) = pick else {
        return;
    };
    let width = usize::from(area.width);
    let mut lines = prose("outcomes: model minus market, points", look.dim, width);
    let bars = Bars::of(divergence, width);
    lines.extend(buckets(divergence).into_iter().map(|(name, count)| {
        Line::from(vec![
            Span::styled(format!("{name:>NAME$} "), look.dim),
            Span::styled(bars.bar(count, look), section.concern_style(Concern::Good, look)),
            Span::styled(format!(" {count}"), section.style(look)),
        ])
    }));
    lines.extend(prose(&distance(divergence), section.style(look), width));
    put(&lines, look, area, buf);
}

/// `+10 and up`
const NAME: usize = 11;

/// Every bucket with its name, the open ones at both ends too.
fn buckets(divergence: &Divergence) -> Vec<(String, u64)> {
    let inner = divergence.buckets.iter().map(|bucket| {
        (
            format!("{} to {}", points(bucket.from), points(bucket.to)),
            bucket.count,
        )
    });
    let first = divergence.buckets.first();
    let last = divergence.buckets.last();
    let below = first.map(|bucket| (format!("below {}", points(bucket.from)), divergence.below));
    let above = last.map(|bucket| (format!("{} and up", points(bucket.to)), divergence.above));
    below.into_iter().chain(inner).chain(above).collect()
}

fn points(edge: f64) -> String {
    if edge == 0.0 {
        "0".to_owned()
    } else {
        format!("{edge:+.0}")
    }
}

/// The scale of the bars.
struct Bars {
    most: u64,
    columns: usize,
}

impl Bars {
    fn of(divergence: &Divergence, width: usize) -> Self {
        let most = buckets(divergence).iter().map(|(_, count)| *count).max().unwrap_or(0);
        let number = most.to_string().len() + 1;
        Self {
            most,
            columns: width.saturating_sub(NAME + 1 + number),
        }
    }

    /// A bucket that is not empty has a bar.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of 0..=1 times a width"
    )]
    fn bar(&self, count: u64, look: &Look) -> String {
        let share = count as f64 / self.most.max(1) as f64;
        let full = (share * self.columns as f64).round() as usize;
        look.glyphs.gauge_full.repeat(full.max(usize::from(count > 0)))
    }
}

fn distance(divergence: &Divergence) -> String {
    let Some(tv) = divergence.tv else {
        return "no match had odds".to_owned();
    };
    let [p50, p90, p95] = [tv.p50, tv.p90, tv.p95].map(|value| fixed(value, 3));
    format!("TV p50 {p50} p90 {p90} p95 {p95}, n {}", tv.n)
}
