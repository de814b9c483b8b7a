//! A gain over all leagues must not be paid by one of them.

use std::collections::BTreeMap;

use statrs::distribution::{ContinuousCDF, StudentsT};

use super::{PairedForecast, paired::by_week, words};
use crate::{
    domain::{Check, CheckName, GateOutcome, LeagueCode},
    metrics::drift::benjamini_hochberg,
};

/// Matches from which a league is judged by itself.
const FEWEST_MATCHES: u64 = 300;
/// Mean log loss by which a league may be worse.
const MOST_WORSE: f64 = 0.01;
/// Adjusted p above which it may be chance.
const CHANCE: f64 = 0.05;

struct League<'a> {
    code: &'a LeagueCode,
    n: u64,
    difference: f64,
    /// One-sided p of "it is no worse", corrected for the leagues looked at.
    adjusted_p: f64,
}

/// No league may be worse by more than 0.01 where that is more than chance: Student's test of the mean difference with
/// weeks as clusters (Diebold and Mariano 1995, one step ahead), corrected by Benjamini-Hochberg. Where no league has 300
/// matches there is none to judge by itself, and the mean over all decides: that does not block.
pub(super) fn check(rows: &[PairedForecast]) -> Check {
    let leagues = judged(rows);
    let spoilt = |league: &&League<'_>| league.difference > MOST_WORSE && league.adjusted_p <= CHANCE;
    let worst = |a: &&League<'_>, b: &&League<'_>| a.difference.total_cmp(&b.difference);
    let first = leagues.iter().filter(spoilt).max_by(worst);
    let Some(league) = first.or_else(|| leagues.iter().max_by(worst)) else {
        return Check::not_made(
            CheckName::Leagues,
            GateOutcome::Promote,
            format!("no league has {FEWEST_MATCHES} matches to be judged by itself"),
        );
    };
    let sentence = format!(
        "of {}, {} does worst: log loss {} over {} matches, adjusted p = {:.3}; must not be {MOST_WORSE} worse",
        words::counted(leagues.len(), "league"),
        league.code,
        words::difference(league.difference),
        league.n,
        league.adjusted_p
    );
    Check::made(CheckName::Leagues, first.is_none(), GateOutcome::Stay, sentence)
        .comparing(league.difference, MOST_WORSE)
        .over(leagues.len() as u64)
}

fn judged(rows: &[PairedForecast]) -> Vec<League<'_>> {
    let mut by_league: BTreeMap<&LeagueCode, Vec<&PairedForecast>> = BTreeMap::new();
    for row in rows {
        by_league.entry(&row.league).or_default().push(row);
    }
    let tested = by_league.into_iter().filter_map(|(code, rows)| {
        let differences = by_week(rows, PairedForecast::log_loss_difference);
        let (n, difference) = (differences.n(), differences.mean()?);
        let standard_error = differences.standard_error()?;
        let p = p_of_worse(difference, standard_error, differences.weeks());
        (n >= FEWEST_MATCHES).then_some(League {
            code,
            n,
            difference,
            adjusted_p: p,
        })
    });
    let mut leagues: Vec<League<'_>> = tested.collect();
    let p: Vec<f64> = leagues.iter().map(|league| league.adjusted_p).collect();
    for (league, adjusted) in leagues.iter_mut().zip(benjamini_hochberg(&p)) {
        league.adjusted_p = adjusted;
    }
    leagues
}

/// Probability of such a mean difference or a larger one if there is none. Equal differences in every week leave no doubt.
fn p_of_worse(difference: f64, standard_error: f64, weeks: usize) -> f64 {
    if standard_error > 0.0 {
        StudentsT::new(0.0, 1.0, weeks as f64 - 1.0).map_or(1.0, |law| law.sf(difference / standard_error))
    } else {
        f64::from(u8::from(difference <= 0.0))
    }
}
