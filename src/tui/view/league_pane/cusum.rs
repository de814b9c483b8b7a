use ratatui::{buffer::Buffer, layout::Rect};
use touchline::{engine::CusumReading, metrics::drift::FALSE_ALARM_RATE};

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
    widget::{LineChart, Point, Series, Stroke, Threshold, fixed},
};

const FILL: &str = "No CUSUM: it needs matches with odds, and a reference to hold them against.";

pub(in crate::tui::view) fn brief(model: &Model) -> Brief {
    Section::of(&model.snapshot.sections.league_drift, model).brief(|_| match reading(model) {
        Some(cusum) => Brief::new(concern(cusum), now(cusum)),
        None => Brief::new(Concern::Unknown, "none"),
    })
}

/// S1 over the season, with the line that it alarms at.
pub(in crate::tui::view) fn render(model: &Model, look: &Look, area: Rect, buf: &mut Buffer) {
    let section = Section::of(&model.snapshot.sections.league_drift, model);
    let pick = |_| Some((model.league_in_view()?, reading(model)?));
    let Some(((row, cusum), area)) = part(&section, pick, FILL, look, area, buf) else {
        return;
    };
    let chart = LineChart {
        series: vec![Series {
            name: "CUSUM of the Brier score against the market",
            stroke: Stroke::Solid,
            style: section.concern_style(concern(cusum), look),
            points: cusum
                .series
                .iter()
                .filter(|at| model.reaches(at.day))
                .map(|at| Point::new(at.day, Some(at.value)))
                .collect(),
        }],
        thresholds: vec![Threshold {
            name: "alarm",
            value: cusum.threshold,
            digits: 1,
            style: section.concern_style(Concern::Warn, look),
        }],
        marks_mean: changes::MEAN,
        marks: changes::marks(row, model),
    };
    let rare = fixed(100.0 * FALSE_ALARM_RATE, 1);
    let text = format!("{} now; {rare} % of seasons without drift alarm", fixed(cusum.value, 1));
    let mut lines: Vec<_> = reach::chart_note(&chart.series, model, look).into_iter().collect();
    lines.extend(prose(&text, section.style(look), usize::from(area.width)));
    let (above, below) = foot(area, lines.len());
    let rest = if chart.render(look, above, buf) { below } else { area };
    put(&lines, look, rest, buf);
}

fn reading(model: &Model) -> Option<&CusumReading> {
    model.league_in_view()?.cusum.as_ref()
}

const fn concern(cusum: &CusumReading) -> Concern {
    if cusum.alarm { Concern::Bad } else { Concern::Good }
}

fn now(cusum: &CusumReading) -> String {
    format!("{} now, alarm at {}", fixed(cusum.value, 1), fixed(cusum.threshold, 1))
}
