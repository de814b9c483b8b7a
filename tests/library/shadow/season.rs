//! A bundled season of the Premier League, week by week: as fixtures, then with its results.

use std::{collections::BTreeMap, path::Path};

use chrono::{Datelike, Days, NaiveDate};

/// Whether the bookmakers are heard. Without odds the model's own probabilities are published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Odds {
    Known,
    Unknown,
}

pub(crate) struct Week {
    pub(crate) monday: NaiveDate,
    pub(crate) fixtures: String,
    pub(crate) results: String,
}

/// A whole season as one file.
pub(crate) fn whole(name: &str, odds: Odds) -> String {
    lines(name).map(|line| told(&line, odds, true)).collect()
}

/// The weeks of a season that have matches.
pub(crate) fn weeks(name: &str, odds: Odds) -> Vec<Week> {
    let mut rows = lines(name);
    let head = told(&rows.next().unwrap(), odds, true);
    let mut weeks = BTreeMap::<NaiveDate, Vec<Vec<String>>>::new();
    for row in rows {
        let day = NaiveDate::parse_from_str(&row[1], "%d/%m/%Y").unwrap();
        let monday = day - Days::new(day.weekday().num_days_from_monday().into());
        weeks.entry(monday).or_default().push(row);
    }
    let file = |rows: &[Vec<String>], played| {
        let rows: String = rows.iter().map(|row| told(row, odds, played)).collect();
        format!("{head}{rows}")
    };
    let of_week = |(monday, rows): (NaiveDate, Vec<Vec<String>>)| Week {
        monday,
        fixtures: file(&rows, false),
        results: file(&rows, true),
    };
    weeks.into_iter().map(of_week).collect()
}

/// Eight columns that tell the match and its result, then odds.
fn lines(name: &str) -> impl Iterator<Item = Vec<String>> + use<> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample").join(name);
    let text = std::fs::read_to_string(file).unwrap();
    let rows: Vec<Vec<String>> = text
        .lines()
        .map(|line| line.split(',').map(ToOwned::to_owned).collect())
        .collect();
    assert_eq!(
        rows[0][5..11],
        ["FTHG", "FTAG", "FTR", "AvgH", "AvgD", "AvgA"],
        "{name}"
    );
    rows.into_iter()
}

fn told(row: &[String], odds: Odds, played: bool) -> String {
    let columns = if odds == Odds::Known { 11 } else { 8 };
    let mut row = row[..columns].to_vec();
    if !played {
        row[5..8].fill(String::new());
    }
    row.join(",") + "\n"
}
