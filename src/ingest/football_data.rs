//! Files of football-data.co.uk, read without any I/O.
//!
//! One file holds one league's season, or the coming fixtures of many leagues. Columns are found by name; `Div` says the
//! league, whatever the file is called. Each line is judged alone: a broken one is turned away with its number and the
//! reason, and the others are read.

mod columns;
mod row;
mod text;

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, Utc};

use crate::domain::{Bookmaker, HeldKind, LeagueCode, Odds, OddsTiming, SafeText, Score, Season};

/// Odds of one bookmaker, taken at one time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quote {
    /// Whose.
    pub bookmaker: Bookmaker,
    /// When they were taken.
    pub timing: OddsTiming,
    /// Decimal odds.
    pub odds: Odds,
}

/// A match as a row tells it.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Line in the file, from 1, as an editor shows it.
    pub line: u32,
    /// Its league, from the column `Div`.
    pub league: LeagueCode,
    /// Its season.
    pub season: Season,
    /// The day of the match as the source dates it.
    pub date: NaiveDate,
    /// Kick-off in UTC, where the row has a time.
    pub kick_off: Option<DateTime<Utc>>,
    /// Home team as the source spells it.
    pub home: SafeText,
    /// Away team as the source spells it.
    pub away: SafeText,
    /// Goals at full time; none before the match.
    pub score: Option<Score>,
    /// Odds, in the order of [`Bookmaker`] and [`OddsTiming`], each pair at most once.
    pub odds: Vec<Quote>,
}

/// A row that was turned away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// Line in the file, from 1, as an editor shows it.
    pub line: u32,
    /// Its league, where it could be read.
    pub league: Option<LeagueCode>,
    /// Why, as a word.
    pub kind: HeldKind,
    /// Why, in words.
    pub reason: SafeText,
    /// The beginning of the row.
    pub content: SafeText,
}

/// All that a file says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ParsedFile {
    /// Its matches, in the order of the file.
    pub rows: Vec<Row>,
    /// Rows that were turned away.
    pub rejected: Vec<Rejected>,
    /// Lines without any cell filled, below the header.
    pub blank: usize,
    /// What deserves a word but stops nothing.
    pub notes: Vec<SafeText>,
}

/// Why a file is no file of football-data.co.uk.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    /// It holds nothing.
    #[error("the file is empty: was its download broken off?")]
    Empty,
    /// It is a picture, an archive, a program.
    #[error("the file is no text: give a CSV file as football-data.co.uk publishes it")]
    Binary,
    /// It is some other table.
    #[error("the file is no table of matches: its first line lacks the columns {missing}")]
    OtherTable {
        /// Names of the missing columns.
        missing: String,
    },
}

/// A league's matches of less than this belong to one season: 2019/20 was played from August to August.
const LONGEST_SEASON: Days = Days::new(396);

/// As much of a rejected row is kept.
const CONTENT_LENGTH: usize = 200;

/// Reads a file.
///
/// # Errors
/// When the file as a whole is none of football-data.co.uk. A broken row is no error but [`Rejected`].
pub fn parse(bytes: &[u8]) -> Result<ParsedFile, FormatError> {
    let decoded = text::decode(bytes)?;
    let mut lines = text::lines(&decoded.text);
    let header = lines
        .find(|line| !is_blank(line.text))
        .map(|line| text::cells(line.text))
        .ok_or(FormatError::Empty)?;
    let columns = columns::Columns::find(&header)?;
    let mut file = ParsedFile::default();
    file.notes.extend(decoded.note.map(SafeText::new));
    if columns.goals.is_none() {
        file.notes.push("has no goals, read as a list of fixtures".into());
    }
    let mut odds_dropped = 0;
    for line in lines {
        if is_blank(line.text) {
            file.blank += 1;
            continue;
        }
        match read_line(line, &columns) {
            Ok((row, dropped)) => {
                odds_dropped += dropped;
                file.rows.push(row);
            }
            Err(rejected) => file.rejected.push(rejected),
        }
    }
    if odds_dropped > 0 {
        file.notes
            .push(format!("{odds_dropped} impossible odds left out").into());
    }
    name_seasons(&mut file.rows);
    Ok(file)
}

fn is_blank(line: &str) -> bool {
    line.chars().all(|c| c == ',' || c == '"' || c.is_whitespace())
}

fn read_line(line: text::Line<'_>, columns: &columns::Columns) -> Result<(Row, usize), Rejected> {
    let mut cells = text::cells(line.text);
    let league = row::league(&cells, columns);
    let rejected = |kind: HeldKind, reason: &str| Rejected {
        line: line.number,
        league: league.clone().ok(),
        kind,
        reason: reason.into(),
        content: SafeText::from(line.text.chars().take(CONTENT_LENGTH).collect::<String>()),
    };
    if !line.ended && cells.len() < columns.width {
        // The last cell of a cut line may be half a number. In a line of full width it is believed: most files of the source
        // end without a line end.
        cells.pop();
        if cells.len() <= columns.last_mandatory() {
            return Err(rejected(HeldKind::Unreadable, "the file is cut in this line"));
        }
    }
    let code = league
        .as_ref()
        .map_err(|reason| rejected(HeldKind::Unreadable, reason))?;
    let fields = row::fields(&cells, columns).map_err(|refusal| rejected(refusal.kind, &refusal.reason))?;
    let row = Row {
        line: line.number,
        league: code.clone(),
        season: Season::of_first_match(fields.date),
        date: fields.date,
        kick_off: fields.kick_off,
        home: fields.home,
        away: fields.away,
        score: fields.score,
        odds: fields.odds,
    };
    Ok((row, fields.odds_dropped))
}

/// A league's matches within a season's length are one season, named by the first of them; over a longer time each day
/// speaks for itself.
fn name_seasons(rows: &mut [Row]) {
    let mut spans: BTreeMap<LeagueCode, (NaiveDate, NaiveDate)> = BTreeMap::new();
    for row in &*rows {
        match spans.get_mut(&row.league) {
            Some((first, last)) => (*first, *last) = ((*first).min(row.date), (*last).max(row.date)),
            None => drop(spans.insert(row.league.clone(), (row.date, row.date))),
        }
    }
    for row in rows {
        if let Some(&(first, last)) = spans.get(&row.league)
            && last < first + LONGEST_SEASON
        {
            row.season = Season::of_first_match(first);
        }
    }
}

#[cfg(test)]
mod tests;
