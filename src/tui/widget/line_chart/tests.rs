use chrono::TimeDelta;
use proptest::prelude::*;

use super::*;
use crate::tui::{
    fixture::{Colors, look},
    theme::Concern,
};

fn day(offset: i64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 8, 1).unwrap() + TimeDelta::days(offset)
}

fn points(values: &[Option<f64>]) -> Vec<Point> {
    let days = (0..).map(|week| day(7 * week));
    days.zip(values).map(|(date, value)| Point::new(date, *value)).collect()
}

fn series(name: &str, stroke: Stroke, points: Vec<Point>) -> Series<'_> {
    Series {
        name,
        stroke,
        style: Style::new(),
        points,
    }
}

fn drawn(chart: &LineChart<'_>, colors: Colors, columns: u16, rows: u16) -> Option<String> {
    let area = Rect::new(0, 0, columns, rows);
    let mut buffer = Buffer::empty(area);
    chart.render(&look(colors), area, &mut buffer).then(|| text(&buffer))
}

fn text(buffer: &Buffer) -> String {
    let rows = buffer.content().chunks(usize::from(buffer.area.width));
    let lines = rows.map(|row| row.iter().map(ratatui::buffer::Cell::symbol).collect::<String>());
    lines
        .map(|line| line.trim_end().to_owned())
        .collect::<Vec<_>>()
        .join("\n")
}

/// A statistic that climbs over its threshold, with a week without matches and a change of champion.
fn climbing() -> LineChart<'static> {
    let cusum: Vec<Option<f64>> = (0..16)
        .map(|week| (week != 9).then(|| f64::from(week * week) / 40.0))
        .collect();
    let mut all = points(&cusum);
    for point in &mut all {
        point.se = Some(0.6);
    }
    let flat = points(&vec![Some(1.0); 16]);
    LineChart {
        series: vec![
            series("CUSUM", Stroke::Solid, all),
            series("all leagues", Stroke::Dashed, flat),
        ],
        thresholds: vec![Threshold {
            name: "threshold",
            value: 4.26,
            digits: 2,
            style: look(Colors::None).of(Concern::Warn),
        }],
        marks_mean: "new champion",
        marks: vec![Mark {
            at: day(30),
            text: "dc-2026w36.1",
        }],
    }
}

#[test]
fn everything_has_its_sign_and_its_number() {
    insta::assert_snapshot!("unicode", drawn(&climbing(), Colors::None, 70, 14).unwrap());
    insta::assert_snapshot!("ascii", drawn(&climbing(), Colors::Ascii, 70, 14).unwrap());
}

#[test]
fn the_legend_takes_the_lines_it_needs() {
    let narrow = drawn(&climbing(), Colors::Ascii, 34, 12).unwrap();
    let lines: Vec<&str> = narrow.lines().collect();
    assert_eq!(
        lines[..3],
        ["*** CUSUM   ooo all leagues", "--- threshold 4.26", "| new champion"]
    );
}

#[test]
fn a_missing_value_interrupts_the_line() {
    let gap = LineChart {
        series: vec![series(
            "skill",
            Stroke::Solid,
            points(&[Some(1.0), Some(1.0), None, None, Some(1.0)]),
        )],
        ..LineChart::default()
    };
    let text = drawn(&gap, Colors::Ascii, 27, 7).unwrap();
    let line = text
        .lines()
        .find(|line| line.contains('*') && line.contains('|'))
        .unwrap();
    assert_eq!(line.split_once('|').unwrap().1, "******               *");
}

#[test]
fn steps_of_an_iteration_stand_below_too() {
    let of = |step: u32| Point::new(step, Some(-3000.0 + 900.0 * (1.0 - (-f64::from(step) / 4.0).exp())));
    let chart = LineChart {
        series: vec![Series {
            name: "log-likelihood",
            stroke: Stroke::Solid,
            style: Style::new(),
            points: (0..=34).map(of).collect(),
        }],
        ..LineChart::default()
    };
    let area = Rect::new(0, 0, 50, 10);
    let mut buffer = Buffer::empty(area);
    assert!(chart.render(&look(Colors::None), area, &mut buffer));
    insta::assert_snapshot!("steps", text(&buffer));
}

#[test]
fn too_little_room_or_nothing_to_draw_is_told() {
    let chart = climbing();
    assert!(drawn(&chart, Colors::None, 70, 4).is_none());
    assert!(drawn(&chart, Colors::None, 20, 14).is_none());
    let empty = LineChart {
        series: vec![series("skill", Stroke::Solid, points(&[None, Some(f64::NAN)]))],
        ..chart
    };
    assert!(drawn(&empty, Colors::None, 70, 14).is_none());
}

fn any_value() -> impl Strategy<Value = Option<f64>> {
    prop_oneof![
        4 => (-3.0..3.0).prop_map(Some),
        1 => Just(None),
        1 => any::<f64>().prop_map(Some),
    ]
}

proptest! {
    #[test]
    fn any_chart_stays_in_any_area(
        values in proptest::collection::vec((any_value(), any_value(), -400i64..400), 0..30),
        threshold in any_value(),
        (left, top, columns, rows) in (0u16..5, 0u16..5, 0u16..120, 0u16..40),
        ascii in any::<bool>(),
    ) {
        let of = |(value, se, date): &(Option<f64>, Option<f64>, i64)| Point { at: day(*date), value: *value, se: *se };
        let mut chart = climbing();
        chart.series[0].points = values.iter().map(of).collect();
        chart.thresholds[0].value = threshold.unwrap_or(0.0);
        let (area, screen) = (Rect::new(left, top, columns, rows), Rect::new(0, 0, 130, 50));
        let mut buffer = Buffer::empty(screen);
        let look = look(if ascii { Colors::Ascii } else { Colors::True });
        let is_drawn = chart.render(&look, area, &mut buffer);
        for position in screen.positions() {
            let cell = buffer.cell(position).unwrap();
            let is_mine = is_drawn && area.contains(position);
            prop_assert!(is_mine || cell.symbol() == " ", "{position:?}: {}", cell.symbol());
            prop_assert!(!ascii || cell.symbol().is_ascii());
        }
    }
}
