//! The million as a file of plain numbers, for programs in other languages: a row of [`COLUMNS`] after the other, each
//! number a little-endian `f64`.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::Path,
};

use touchline::{
    domain::Probabilities,
    metrics::drift::{LeagueSeries, SettledForecast},
};

/// What a row holds; written beside the file, as one line.
pub(crate) const COLUMNS: [&str; 18] = [
    "league",
    "season",
    "published_home",
    "published_draw",
    "published_away",
    "model_home",
    "model_draw",
    "model_away",
    "market_home",
    "market_draw",
    "market_away",
    "closing_home",
    "closing_draw",
    "closing_away",
    "expected_home_goals",
    "expected_away_goals",
    "home_goals",
    "away_goals",
];

/// Writes `million.f64` and `million.columns`.
pub(crate) fn write(folder: &Path, leagues: &[LeagueSeries]) {
    let mut file = BufWriter::new(File::create(folder.join("million.f64")).unwrap());
    for (number, league) in leagues.iter().enumerate() {
        for row in league.matches() {
            for value in numbers(number, row) {
                file.write_all(&value.to_le_bytes()).unwrap();
            }
        }
    }
    file.flush().unwrap();
    std::fs::write(folder.join("million.columns"), COLUMNS.join(",")).unwrap();
}

fn numbers(league: usize, row: &SettledForecast) -> [f64; COLUMNS.len()] {
    let p = row.forecast.published.to_array();
    let m = row.forecast.model.to_array();
    let three = |p: Option<Probabilities>| p.map_or([f64::NAN; 3], Probabilities::to_array);
    let (q, c) = (three(row.forecast.market), three(row.closing));
    let (goals, score) = (row.forecast.expected_goals, row.score);
    [
        league as f64,
        f64::from(row.season.start_year()),
        p[0],
        p[1],
        p[2],
        m[0],
        m[1],
        m[2],
        q[0],
        q[1],
        q[2],
        c[0],
        c[1],
        c[2],
        goals.home,
        goals.away,
        f64::from(score.home),
        f64::from(score.away),
    ]
}
