use chrono::Days;
use ratatui::{buffer::Buffer, layout::Rect, style::Style};
use touchline::engine::{ModelHealth, WeekScore};

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
    widget::{LineChart, Mark, Point, Series, Stroke, fixed},
};

const FILL: &str = "No week has a settled prediction yet.";

pub(in crate::tui::view) fn brief(model: &Model) -> Brief {
    Section::of(&model.snapshot.sections.model_health, model).brief(|health| match last(health) {
        Some((week, published)) => {
            let title = format!("last {}, n {}", fixed(published, 3), week.n);
            Brief::new(Concern::Quiet, sentence(week)).titled(title)
        }
        None => Brief::new(Concern::Unknown, "no week settled yet"),
    })
}

/// Log loss by week of what was published, of the model and of the market, with the days on which the champion changed.
pub(in crate::tui::view) fn render(model: &Model, look: &Look, area: Rect, buf: &mut Buffer) {
    let section = Section::of(&model.snapshot.sections.model_health, model);
    let pick = |health| Some((health, last(health)?.0));
    let Some(((health, last), area)) = part(&section, pick, FILL, look, area, buf) else {
        return;
    };
    let reached = |week: &&WeekScore| model.reaches(week.week + Days::new(6));
    let weeks: Vec<_> = health.history.iter().filter(reached).collect();
    let series = [
        Forecaster::Published.series(&weeks, section.concern_style(Concern::Good, look)),
        Forecaster::Model.series(&weeks, section.concern_style(Concern::Busy, look)),
        Forecaster::Market.series(&weeks, section.style(look)),
    ];
    let chart = LineChart {
        series: series.into_iter().filter(is_known).collect(),
        marks_mean: "new champion",
        marks: promotions(model),
        ..LineChart::default()
    };
    let mut lines: Vec<_> = reach::chart_note(&chart.series, model, look).into_iter().collect();
    lines.extend(prose(&sentence(last), section.style(look), usize::from(area.width)));
    let (above, below) = foot(area, lines.len());
    let rest = if chart.render(look, above, buf) { below } else { area };
    put(&lines, look, rest, buf);
}

#[derive(Debug, Clone, Copy)]
enum Forecaster {
    Published,
    Model,
    Market,
}

impl Forecaster {
    fn series(self, weeks: &[&WeekScore], style: Style) -> Series<'static> {
        let (name, stroke) = match self {
            Self::Published => ("published", Stroke::Solid),
            Self::Model => ("model", Stroke::Dashed),
            Self::Market => ("market", Stroke::Dotted),
        };
        let point = |week: &&WeekScore| Point::new(week.week, self.of(week));
        Series {
            name,
            stroke,
            style,
            points: weeks.iter().map(point).collect(),
        }
    }

    const fn of(self, week: &WeekScore) -> Option<f64> {
        match self {
            Self::Published => week.log_loss,
            Self::Model => week.model,
            Self::Market => week.market,
        }
    }
}

fn is_known(series: &Series<'_>) -> bool {
    series.points.iter().any(|point| point.value.is_some())
}

/// The last week with a score, and what was published in it.
fn last(health: &ModelHealth) -> Option<(&WeekScore, f64)> {
    health
        .history
        .iter()
        .rev()
        .find_map(|week| Some((week, week.log_loss?)))
}

fn sentence(week: &WeekScore) -> String {
    let of = |forecaster: Forecaster, name: &str| forecaster.of(week).map(|loss| format!("{name} {}", fixed(loss, 3)));
    let losses = [
        of(Forecaster::Published, "published"),
        of(Forecaster::Model, "model"),
        of(Forecaster::Market, "market"),
    ];
    let losses: Vec<String> = losses.into_iter().flatten().collect();
    let sunday = week.week + Days::new(6);
    format!("week to {sunday}: {}, n {}", losses.join(", "), week.n)
}

fn promotions(model: &Model) -> Vec<Mark<'_>> {
    let training = model.snapshot.sections.training.value.as_ref();
    let models = training.into_iter().flat_map(|training| &training.models);
    models
        .filter_map(|row| {
            Some(Mark {
                at: row
                    .promoted_at
                    .map(|at| at.date_naive())
                    .filter(|day| model.reaches(*day))?,
                text: row.version.as_str(),
            })
        })
        .collect()
}
