//! Which column holds what: columns come and go from season to season, their names stay.

use std::borrow::Cow;

use super::FormatError;
use crate::domain::{Bookmaker, OddsTiming};

/// Names of the source's odds columns before `H`, `D` or `A`; where a bookmaker has two, the later name comes first.
/// Averages and maxima were gathered by Betbrain (`Bb`) until 2019.
const ODDS: [(Bookmaker, OddsTiming, &[&str]); 8] = [
    (Bookmaker::Average, OddsTiming::Early, &["Avg", "BbAv"]),
    (Bookmaker::Average, OddsTiming::Closing, &["AvgC"]),
    (Bookmaker::Pinnacle, OddsTiming::Early, &["PS", "P"]),
    (Bookmaker::Pinnacle, OddsTiming::Closing, &["PSC", "PC"]),
    (Bookmaker::Bet365, OddsTiming::Early, &["B365"]),
    (Bookmaker::Bet365, OddsTiming::Closing, &["B365C"]),
    (Bookmaker::Maximum, OddsTiming::Early, &["Max", "BbMx"]),
    (Bookmaker::Maximum, OddsTiming::Closing, &["MaxC"]),
];

/// Where the odds of one bookmaker stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct OddsColumns {
    pub(super) bookmaker: Bookmaker,
    pub(super) timing: OddsTiming,
    /// Home, draw, away.
    pub(super) at: [usize; 3],
}

/// Positions of the columns that are read.
#[derive(Debug)]
pub(super) struct Columns {
    pub(super) league: usize,
    pub(super) date: usize,
    pub(super) time: Option<usize>,
    pub(super) home: usize,
    pub(super) away: usize,
    /// Home and away goals; a list of fixtures has none.
    pub(super) goals: Option<[usize; 2]>,
    pub(super) result: Option<usize>,
    pub(super) odds: Vec<OddsColumns>,
    /// Columns in all.
    pub(super) width: usize,
}

impl Columns {
    /// Finds them by the names in the first line.
    pub(super) fn find(header: &[Cow<'_, str>]) -> Result<Self, FormatError> {
        let position = |name: &str| header.iter().position(|cell| cell.trim() == name);
        let goals = [position("FTHG"), position("FTAG")];
        let one_of_both = goals.iter().flatten().count() == 1;
        let missing: Vec<&str> = ["Div", "Date", "HomeTeam", "AwayTeam", "FTHG", "FTAG"]
            .into_iter()
            .filter(|name| position(name).is_none() && (one_of_both || !matches!(*name, "FTHG" | "FTAG")))
            .collect();
        match (
            position("Div"),
            position("Date"),
            position("HomeTeam"),
            position("AwayTeam"),
        ) {
            (Some(league), Some(date), Some(home), Some(away)) if missing.is_empty() => Ok(Self {
                league,
                date,
                time: position("Time"),
                home,
                away,
                goals: goals[0].zip(goals[1]).map(<[usize; 2]>::from),
                result: position("FTR"),
                odds: odds_columns(&position),
                width: header.len(),
            }),
            _ => Err(FormatError::OtherTable {
                missing: missing.join(", "),
            }),
        }
    }

    /// Position of the last column without which a row says nothing.
    pub(super) fn last_mandatory(&self) -> usize {
        [self.league, self.date, self.home, self.away]
            .into_iter()
            .chain(self.goals.into_iter().flatten())
            .max()
            .unwrap_or_default()
    }
}

fn odds_columns(position: &impl Fn(&str) -> Option<usize>) -> Vec<OddsColumns> {
    let triple = |prefix: &str| {
        let at = |side: char| position(&format!("{prefix}{side}"));
        Some([at('H')?, at('D')?, at('A')?])
    };
    ODDS.iter()
        .filter_map(|&(bookmaker, timing, prefixes)| {
            let at = prefixes.iter().find_map(|prefix| triple(prefix))?;
            Some(OddsColumns { bookmaker, timing, at })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(header: &str) -> Result<Columns, FormatError> {
        Columns::find(&super::super::text::cells(header))
    }

    #[test]
    fn the_newer_of_two_names_wins() {
        let columns = find("Div,Date,HomeTeam,AwayTeam,FTHG,FTAG,BbAvH,BbAvD,BbAvA,AvgH,AvgD,AvgA,PSCH,PSCD").unwrap();
        assert_eq!(columns.odds.len(), 1, "a triple lacks its third column");
        assert_eq!(columns.odds[0].at, [9, 10, 11]);
        assert_eq!(columns.last_mandatory(), 5);
    }

    #[test]
    fn says_what_is_missing() {
        let error = find("Date,HomeTeam,Referee,FTHG").unwrap_err().to_string();
        assert!(error.contains("Div, AwayTeam, FTAG"), "{error}");
        assert!(
            find("Div,Date,Time,HomeTeam,AwayTeam,B365H,B365D,B365A").is_ok(),
            "a list of fixtures"
        );
    }
}
