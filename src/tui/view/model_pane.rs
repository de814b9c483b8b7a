use ratatui::{
    buffer::Buffer,
    layout::Rect,
    style::Style,
    text::{Line, Span},
};
use touchline::engine::{Divergence, ModelHealth, Paired, ScoreRow, Scores};

use super::{
    brief::Brief,
    pane::{prose, put},
    section::Section,
};
use crate::tui::{
    model::Model,
    theme::{Concern, Look},
    widget::{Cell, Column, Row, Table, chart, fixed, percent, range, signed, spark},
};

const FILL: &str = "No champion and no settled prediction. `touchline import PATH` loads matches, r trains a model; \
                    `touchline demo` shows both on past seasons.";

pub(super) fn brief(model: &Model, look: &Look) -> Brief {
    let section = Section::of(&model.snapshot.sections.model_health, model);
    section.brief(|health| {
        let status = health.status.as_str().replace('_', " ");
        let text = health.scores.as_ref().map_or_else(
            || {
                health
                    .reasons
                    .first()
                    .map_or_else(|| status.clone(), ToString::to_string)
            },
            |scores| one_line(scores, look),
        );
        Brief::new(health.status.into(), text).titled(status)
    })
}

fn one_line(scores: &Scores, look: &Look) -> String {
    let row = &scores.log_loss;
    let market = row
        .market
        .map_or_else(String::new, |market| format!(", market {}", fixed(market, 4)));
    format!(
        "log loss {} {}{}{market}, n {}",
        fixed(row.published, 4),
        look.glyphs.plus_minus,
        fixed(row.se, 4),
        row.n
    )
}

pub(super) fn render(model: &Model, look: &Look, area: Rect, buf: &mut Buffer) {
    let section = Section::of(&model.snapshot.sections.model_health, model);
    let width = usize::from(area.width);
    let Some(health) = section
        .value
        .filter(|health| health.champion.is_some() || health.scores.is_some())
    else {
        put(&section.nothing(look, width, FILL), look, area, buf);
        return;
    };
    let style = section.style(look);
    let mut rest = put(&section.trouble(look, width, 2), look, area, buf);
    if let Some(scores) = &health.scores {
        rest = table(scores, &section, look, rest, buf);
    }
    rest = put(&prose(&window(health, look), look.dim, width), look, rest, buf);
    let reasons: Vec<_> = health
        .reasons
        .iter()
        .flat_map(|reason| prose(reason.as_str(), style, width))
        .collect();
    // Where something is wrong the reasons come before the history.
    let wrong = Concern::from(health.status) > Concern::Good;
    if wrong {
        rest = put(&reasons, look, rest, buf);
    }
    rest = history(health, section.concern_style(Concern::Good, look), look, rest, buf);
    if !wrong {
        rest = put(&reasons, look, rest, buf);
    }
    divergence(health, style, look, rest, buf);
}

/// Which predictions are scored.
fn window(health: &ModelHealth, look: &Look) -> String {
    let Some(window) = health.window else {
        return "nothing was settled yet".to_owned();
    };
    let days = (window.to - window.from).num_days() + 1;
    let scored = health.scores.as_ref().map_or(0, |scores| scores.log_loss.n);
    let dot = look.glyphs.dot;
    let origin = format!("{} made before kick-off", window.live);
    format!(
        "n {scored} of {} settled in {days} d to {} {dot} {origin}",
        window.matches, window.to
    )
}

const COLUMNS: [Column; 6] = [
    Column::text("", 9),
    Column::number("log loss", 9),
    Column::number("vs market", 8),
    Column::number("Brier", 5),
    Column::number("RPS", 4),
    Column::number("accuracy", 3),
];

fn table(scores: &Scores, section: &Section<'_, ModelHealth>, look: &Look, area: Rect, buf: &mut Buffer) -> Rect {
    let se = format!(" {}{}", look.glyphs.plus_minus, fixed(scores.log_loss.se, 4));
    let blank = " ".repeat(se.chars().count());
    let style = section.style(look);
    let row = |name: &str, pick: fn(&ScoreRow) -> Option<f64>, suffix: &str, paired: Option<Paired>, style: Style| {
        let number = |score: &ScoreRow, digits| pick(score).map_or_else(String::new, |value| fixed(value, digits));
        let loss = format!("{}{suffix}", number(&scores.log_loss, 4));
        let accuracy = pick(&scores.accuracy).map_or_else(String::new, percent);
        let cells = [
            name.to_owned(),
            loss,
            paired.map_or_else(String::new, |paired| difference(paired, look)),
            number(&scores.brier, 4),
            number(&scores.rps, 4),
            accuracy,
        ];
        Row {
            sign: Span::raw(""),
            cells: cells.map(|text| Cell::new(text, style)).to_vec(),
        }
    };
    let mut rows = vec![
        row(
            "published",
            |s| Some(s.published),
            &se,
            scores.published_vs_market,
            style.patch(look.title),
        ),
        row("model", |s| Some(s.model), &blank, scores.model_vs_market, style),
    ];
    if scores.log_loss.market.is_some() {
        rows.push(row("market", |s| s.market, &blank, None, style));
    }
    rows.push(row("climatology", |s| Some(s.climatology), &blank, None, style));
    let height = u16::try_from(rows.len() + 1).unwrap_or(area.height).min(area.height);
    Table {
        columns: &COLUMNS,
        rows,
        selected: None,
        signs: false,
    }
    .render(look, Rect { height, ..area }, buf);
    Rect {
        y: area.y + height,
        height: area.height - height,
        ..area
    }
}

fn difference(paired: Paired, look: &Look) -> String {
    format!(
        "{} {}{}",
        signed(paired.mean, 4),
        look.glyphs.plus_minus,
        fixed(paired.se, 4)
    )
}

/// Rows of the chart of weeks where there is room for one; else it is a line.
const CHART_ROWS: usize = 5;

/// Published log loss by week, as high as there is room.
fn history(health: &ModelHealth, style: Style, look: &Look, area: Rect, buf: &mut Buffer) -> Rect {
    let weeks: Vec<Option<f64>> = health.history.iter().map(|week| week.log_loss).collect();
    let Some(last) = health.history.iter().rev().find(|week| week.log_loss.is_some()) else {
        return area;
    };
    let latest = format!("{} n {}", fixed(last.log_loss.unwrap_or(f64::NAN), 3), last.n);
    let width = usize::from(area.width);
    if usize::from(area.height) < CHART_ROWS + 4 {
        let label = "log loss by week ";
        let bars = spark(
            &weeks,
            width.saturating_sub(label.len() + latest.len() + 1),
            range(&weeks),
            &look.glyphs.spark,
        );
        let line = Line::from(vec![
            Span::styled(label, look.dim),
            Span::styled(bars, style),
            Span::styled(format!(" {latest}"), look.dim),
        ]);
        return put(&[line], look, area, buf);
    }
    let (low, high) = range(&weeks);
    let title = format!("log loss by week, {} weeks, last {latest}", weeks.len());
    let mut lines = vec![Line::default(), Line::from(Span::styled(title, look.dim))];
    for (index, bars) in chart(&weeks, width.saturating_sub(7), CHART_ROWS, &look.glyphs.spark)
        .into_iter()
        .enumerate()
    {
        let label = match index {
            0 => fixed(high, 3),
            _ if index + 1 == CHART_ROWS => fixed(low, 3),
            _ => String::new(),
        };
        lines.push(Line::from(vec![
            Span::styled(format!("{label:>5}  "), look.dim),
            Span::styled(bars, style),
        ]));
    }
    put(&lines, look, area, buf)
}

/// How far the published probabilities lie from the market's: in quantiles, as a histogram where there is room, and
/// fixture by fixture where they disagree.
fn divergence(health: &ModelHealth, style: Style, look: &Look, area: Rect, buf: &mut Buffer) {
    let Some(divergence) = &health.odds_divergence else {
        return;
    };
    let Some(tv) = divergence.tv else { return };
    let width = usize::from(area.width);
    let distance = format!(
        "distance to market (TV) p50 {} p95 {} n {} {} {} coming above 0.19",
        fixed(tv.p50, 3),
        fixed(tv.p95, 3),
        tv.n,
        look.glyphs.dot,
        divergence.fixtures.len()
    );
    let mut lines = prose(&distance, look.dim, width);
    lines.extend(divergence.fixtures.iter().flat_map(|fixture| {
        let teams = format!("{} v {}", fixture.home, fixture.away);
        let text = format!(
            "{} {} {teams}, TV {}",
            fixture.league,
            fixture.date,
            fixed(fixture.total_variation, 2)
        );
        prose(&text, style, width)
    }));
    let rest = put(&lines, look, area, buf);
    if usize::from(rest.height) > CHART_ROWS {
        put(&histogram(divergence, width, style, look), look, rest, buf);
    }
}

/// Outcomes by their distance to the market, in percentage points.
fn histogram(divergence: &Divergence, width: usize, style: Style, look: &Look) -> Vec<Line<'static>> {
    let (Some(first), Some(last)) = (divergence.buckets.first(), divergence.buckets.last()) else {
        return Vec::new();
    };
    let counts: Vec<Option<f64>> = divergence
        .buckets
        .iter()
        .map(|bucket| Some(bucket.count as f64))
        .collect();
    let title = format!(
        "published minus market, {:+.0} to {:+.0} points: {} below, {} above",
        first.from, last.to, divergence.below, divergence.above
    );
    let mut lines = vec![Line::default(), Line::from(Span::styled(title, look.dim))];
    let bars = chart(&counts, width, CHART_ROWS - 1, &look.glyphs.spark);
    lines.extend(bars.into_iter().map(|bars| Line::from(Span::styled(bars, style))));
    lines
}
