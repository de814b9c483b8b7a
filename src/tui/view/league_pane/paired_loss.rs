use ratatui::{buffer::Buffer, layout::Rect};
use touchline::engine::{LeagueDetail, RunningSkill};

use super::changes;
use crate::tui::{
    model::Model,
    theme::{Concern, Look},
    view::{
        brief::Brief,
        pane::{foot, prose, put},
        part::part,
        reach,
        section::Section,
    },
    widget::{LineChart, Point, Series, Stroke, Threshold, signed, standard_error},
};

const FILL: &str = "No finished match of this league has odds.";

pub(in crate::tui::view) fn brief(model: &Model, look: &Look) -> Brief {
    let Some(open) = &model.league else {
        return Brief::new(Concern::Quiet, "no league is open");
    };
    Section::of(&open.detail, model).brief(|detail| match detail.skill.last() {
        Some(point) => Brief::new(Concern::Quiet, now(point, look)).titled(value(point, look)),
        None => Brief::new(Concern::Unknown, "no odds to compare with"),
    })
}

/// Running mean of the model's log loss minus the market's, with its band.
pub(in crate::tui::view) fn render(model: &Model, look: &Look, area: Rect, buf: &mut Buffer) {
    let Some(open) = &model.league else { return };
    let section = Section::of(&open.detail, model);
    let Some(((points, last), area)) = part(&section, last, FILL, look, area, buf) else {
        return;
    };
    let row = model.league_in_view();
    let usual = row.and_then(|row| row.reference).map(|value| Threshold {
        name: "reference",
        value,
        digits: 3,
        style: section.style(look).patch(look.dim),
    });
    let chart = LineChart {
        series: vec![Series {
            name: "mean of 80 matches and its standard error",
            stroke: Stroke::Solid,
            style: section.concern_style(Concern::Good, look),
            points: points
                .iter()
                .filter(|point| model.reaches(point.day))
                .map(chart_point)
                .collect(),
        }],
        thresholds: usual.into_iter().collect(),
        marks_mean: changes::MEAN,
        marks: row.map_or_else(Vec::new, |row| changes::marks(row, model)),
    };
    let mut lines: Vec<_> = reach::chart_note(&chart.series, model, look).into_iter().collect();
    lines.extend(prose(&now(last, look), section.style(look), usize::from(area.width)));
    let (above, below) = foot(area, lines.len());
    let rest = if chart.render(look, above, buf) { below } else { area };
    put(&lines, look, rest, buf);
}

fn last(detail: &LeagueDetail) -> Option<(&[RunningSkill], &RunningSkill)> {
    Some((&detail.skill, detail.skill.last()?))
}

const fn chart_point(point: &RunningSkill) -> Point {
    Point {
        at: point.day,
        value: Some(point.mean),
        se: Some(point.se),
    }
}

fn value(point: &RunningSkill, look: &Look) -> String {
    let se = standard_error(Some(point.se), look.glyphs.plus_minus, 3);
    format!("{}{se}, n {}", signed(point.mean, 3), point.n)
}

/// Above 0 the market is better.
fn now(point: &RunningSkill, look: &Look) -> String {
    let better = if point.mean > 0.0 { "market" } else { "model" };
    format!("{} now: the {better} is better", value(point, look))
}
