//! D4, and D6 by bookmaker: margins, odds that are missing, and how far closing odds move.
//!
//! The market's are counted match by match, those of the bookmakers beside it by match day.

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use statrs::distribution::{Binomial, DiscreteCDF};

use super::{Cut, Finding, LeagueSeries, SettledForecast, Suspect, finding};
use crate::{
    domain::Bookmaker,
    metrics::{Moments, normal::upper_tail},
};

/// The bookmaker's margin moves by tenths of a point over the years, which any test finds and nobody needs. A wrong column
/// moves it by several points: what is tested is a change of more than this.
const OVERROUND_CHANGE: f64 = 0.01;
/// So do moves to the closing odds, which are larger where more is bet. Closing odds copied from the early ones do not move
/// at all, and those of another match ten times as far: what is tested is a change by more than this part of the usual.
const MOVE_CHANGE: f64 = 0.5;

/// What a bookmaker quoted in a span of days.
#[derive(Debug, Clone, Copy, Default)]
struct Quotes {
    matches: u64,
    /// Those with early odds.
    quoted: u64,
    /// Of the early odds.
    overround: Moments,
    /// Total variation between early and closing odds.
    movement: Moments,
}

/// All tests of one bookmaker's odds. None of one that quotes neither now nor in the reference.
pub(super) fn of_bookmaker(cut: &Cut<'_>, series: &LeagueSeries, bookmaker: Bookmaker) -> Vec<Finding> {
    let (now, usual) = if bookmaker == Bookmaker::Average {
        (of_market(cut.window), of_market(cut.reference))
    } else {
        (
            quotes(series, days(cut.window), bookmaker),
            // A day that lies in both belongs to the window.
            quotes(series, days_before(cut.reference, cut.window), bookmaker),
        )
    };
    if now.quoted + usual.quoted == 0 {
        return Vec::new();
    }
    let tests = [
        overround(Suspect::Overround(bookmaker), &now.overround, &usual.overround),
        missing(Suspect::MissingOdds(bookmaker), &now, &usual),
        moved(Suspect::ClosingMove(bookmaker), &now.movement, &usual.movement),
    ];
    tests.into_iter().flatten().collect()
}

/// Its moves are tested by their whole distribution, elsewhere.
fn of_market(matches: &[SettledForecast]) -> Quotes {
    Quotes {
        matches: matches.len() as u64,
        quoted: matches.iter().filter(|m| m.forecast.market.is_some()).count() as u64,
        overround: matches.iter().filter_map(|m| m.overround).collect(),
        movement: Moments::default(),
    }
}

fn days(matches: &[SettledForecast]) -> Option<RangeInclusive<NaiveDate>> {
    Some(matches.first()?.day..=matches.last()?.day)
}

fn days_before(matches: &[SettledForecast], window: &[SettledForecast]) -> Option<RangeInclusive<NaiveDate>> {
    let (all, start) = (days(matches)?, window.first()?.day);
    Some(*all.start()..=start.pred_opt()?.min(*all.end()))
}

fn quotes(series: &LeagueSeries, days: Option<RangeInclusive<NaiveDate>>, bookmaker: Bookmaker) -> Quotes {
    let Some(days) = days else {
        return Quotes::default();
    };
    let mut quotes = Quotes {
        matches: series.matches().iter().filter(|m| days.contains(&m.day)).count() as u64,
        ..Quotes::default()
    };
    let of_days = |of: &&super::super::DayQuotes| of.bookmaker == bookmaker && days.contains(&of.day);
    for of_day in series.quotes().iter().filter(of_days) {
        quotes.quoted += of_day.overround.n;
        quotes.overround += of_day.overround;
        quotes.movement += of_day.movement;
    }
    quotes
}

fn overround(suspect: Suspect, now: &Moments, usual: &Moments) -> Option<Finding> {
    change(suspect, now, usual, OVERROUND_CHANGE)
}

fn moved(suspect: Suspect, now: &Moments, usual: &Moments) -> Option<Finding> {
    change(suspect, now, usual, MOVE_CHANGE * usual.mean()?)
}

/// Has a mean changed by more than is let pass, up or down?
fn change(suspect: Suspect, now: &Moments, usual: &Moments, let_pass: f64) -> Option<Finding> {
    let change = now.mean()? - usual.mean()?;
    let se = now.standard_error()?.hypot(usual.standard_error()?).max(1e-9);
    let z = (change.abs() - let_pass) / se;
    Some(finding(suspect, now.mean()?, usual.mean()?, z, upper_tail(z)))
}

/// Exact binomial, one-sided: more are missing than the reference lets expect.
fn missing(suspect: Suspect, now: &Quotes, usual: &Quotes) -> Option<Finding> {
    let without = |quotes: &Quotes| quotes.matches.saturating_sub(quotes.quoted);
    // A reference in which none is missing does not mean that none ever is.
    let share = (without(usual) as f64 + 0.5) / (usual.matches as f64 + 1.0);
    let p = match without(now).checked_sub(1) {
        None => 1.0,
        Some(below) => Binomial::new(share, now.matches).ok()?.sf(below),
    };
    let is_known = now.matches > 0 && usual.matches > 0;
    let statistic = without(now) as f64;
    is_known.then(|| finding(suspect, statistic / now.matches as f64, share, statistic, p))
}
