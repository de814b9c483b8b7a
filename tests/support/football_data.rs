//! Reads seasons of football-data.co.uk from `../shared`, which is beside the project and not part of it.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use chrono::NaiveDate;
use touchline::{
    domain::{Odds, Score, Season, TeamId},
    model::Observation,
};

/// A league in order of date, with the average early odds where there are any.
#[allow(dead_code, reason = "the benchmarks need no odds")]
pub(crate) struct LeagueData {
    pub(crate) observations: Vec<Observation>,
    pub(crate) odds: Vec<Option<Odds>>,
}

impl LeagueData {
    /// All seasons of a league that start in `first..=last`; none, with a message, where the folder is missing.
    #[allow(dead_code, reason = "the gates do with the bundled seasons")]
    pub(crate) fn load(league: &str, first: i32, last: i32) -> Option<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../shared/data/football-data")
            .join(league);
        if !folder.is_dir() {
            println!("skipped: it needs {}", folder.display());
            return None;
        }
        let files = (first..=last).map(|year| (season_file(&folder, league, year), year));
        Some(Self::of_files(files))
    }

    /// The same of the seasons in `assets/sample`.
    #[allow(dead_code, reason = "only measurements do with fewer seasons")]
    pub(crate) fn bundled(league: &str, first: i32, last: i32) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample");
        Self::of_files((first..=last).map(|year| (season_file(&folder, league, year), year)))
    }

    fn of_files(files: impl Iterator<Item = (PathBuf, i32)>) -> Self {
        let mut teams = BTreeMap::new();
        let mut rows: Vec<_> = files
            .flat_map(|(file, year)| read(&file, Season::starting(year), &mut teams))
            .collect();
        rows.sort_by_key(|(o, _)| o.date);
        let (observations, odds) = rows.into_iter().unzip();
        Self { observations, odds }
    }
}

fn season_file(folder: &Path, league: &str, year: i32) -> PathBuf {
    folder.join(format!("{league}_{:02}{:02}.csv", year % 100, (year + 1) % 100))
}

fn read(path: &Path, season: Season, teams: &mut BTreeMap<String, TeamId>) -> Vec<(Observation, Option<Odds>)> {
    let bytes = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes.as_slice());
    let header = reader.byte_headers().expect("a header").clone();
    let column = |names: &[&str]| names.iter().find_map(|n| header.iter().position(|h| h == n.as_bytes()));
    let find = |name: &str| column(&[name]).unwrap_or_else(|| panic!("{}: no column {name}", path.display()));
    let facts = ["Date", "HomeTeam", "AwayTeam", "FTHG", "FTAG"].map(find);
    let prices = [["AvgH", "BbAvH"], ["AvgD", "BbAvD"], ["AvgA", "BbAvA"]].map(|names| column(&names));
    let mut rows = Vec::new();
    for record in reader.byte_records() {
        let record = record.expect("a record");
        let text = |at: usize| {
            String::from_utf8_lossy(record.get(at).unwrap_or_default())
                .trim()
                .to_owned()
        };
        let [date, home, away, home_goals, away_goals] = facts.map(text);
        let (Some(date), Ok(scored), Ok(conceded)) = (date_of(&date), home_goals.parse(), away_goals.parse()) else {
            continue;
        };
        let mut id = |name: String| {
            let next = TeamId(i64::try_from(teams.len()).expect("few teams"));
            *teams.entry(name).or_insert(next)
        };
        let observation = Observation {
            date,
            season,
            home: id(home),
            away: id(away),
            score: Score {
                home: scored,
                away: conceded,
            },
        };
        let [h, d, a] = prices.map(|at| at.and_then(|at| text(at).parse::<f64>().ok()).unwrap_or_default());
        rows.push((observation, Odds::new(h, d, a).ok()));
    }
    rows
}

/// `13/08/16` or `13/08/2016`.
fn date_of(text: &str) -> Option<NaiveDate> {
    let format = if text.len() > 8 { "%d/%m/%Y" } else { "%d/%m/%y" };
    NaiveDate::parse_from_str(text, format).ok()
}
