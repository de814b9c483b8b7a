//! Where a league's series is cut: what is judged, and what it is compared with.

use super::{
    change::{ChampionChange, changes},
    series::{LeagueSeries, SettledForecast},
};

/// Finished matches that a window reaches back for.
pub const WINDOW_MATCHES: usize = 80;
/// Finished matches that a window needs before anything is concluded.
pub const FEWEST_MATCHES: usize = 30;
/// Matches with odds that a reference needs.
pub const FEWEST_REFERENCE: u64 = 100;
/// Matches with odds from which a league's own reference has a steady spread; below, the pooled leagues' is taken.
pub const FEWEST_OWN_REFERENCE: u64 = 300;

/// Seasons before the present one that a reference reaches back for.
const REFERENCE_SEASONS: i32 = 2;

/// The parts of a series. Window and reference share no match; neither do watch and baseline.
#[derive(Debug, Clone)]
pub(super) struct Cut<'a> {
    /// The last [`WINDOW_MATCHES`], none of them before a change of specification.
    pub(super) window: &'a [SettledForecast],
    /// What is normal: the previous two seasons up to the window.
    pub(super) reference: &'a [SettledForecast],
    /// What the sequential statistics run over: the season so far, from a change of specification on.
    pub(super) watch: &'a [SettledForecast],
    /// What is normal for the watch. It stays the same all season long: what follows the matches that it judges learns a
    /// slow fault as normal, and each change of it costs a drawn threshold. It is the previous two seasons whole; in a first
    /// season its opening, the first [`FEWEST_REFERENCE`] matches with odds.
    pub(super) baseline: &'a [SettledForecast],
    /// There are seasons before the present one with odds enough to be a reference.
    pub(super) has_seasons_before: bool,
    /// Changes of champion within watch and window.
    pub(super) changes: Vec<ChampionChange>,
}

impl<'a> Cut<'a> {
    pub(super) fn of(series: &'a LeagueSeries) -> Self {
        let matches = series.matches();
        let season = matches.last().map_or(0, |m| m.season.start_year());
        let oldest = matches.partition_point(|m| m.season.start_year() < season - REFERENCE_SEASONS);
        let season_start = matches.partition_point(|m| m.season.start_year() < season);
        let changes = changes(matches.get(oldest..).unwrap_or_default());
        let specification_start = changes.iter().rev().find(|c| c.new_specification).map_or(0, |c| {
            // A day's matches may be forecast by both; the whole day then belongs to the new one.
            matches.partition_point(|m| m.day < c.day)
        });
        let window_start = matches.len().saturating_sub(WINDOW_MATCHES).max(specification_start);
        // In a first season with odds the reference of the window is what came before it.
        let enough = oldest + first_with_odds(matches.get(oldest..).unwrap_or_default());
        let has_seasons_before = enough <= season_start;
        let (baseline_end, reference_end) = if has_seasons_before {
            (season_start, season_start.min(window_start))
        } else if enough <= matches.len() {
            (enough, window_start)
        } else {
            (oldest, window_start)
        };
        let watch_start = baseline_end.max(specification_start);
        let shown = window_start.min(watch_start);
        let since = matches.get(shown).map(|m| m.day);
        Self {
            window: matches.get(window_start..).unwrap_or_default(),
            reference: matches.get(oldest..reference_end).unwrap_or_default(),
            watch: matches.get(watch_start..).unwrap_or_default(),
            baseline: matches.get(oldest..baseline_end).unwrap_or_default(),
            has_seasons_before,
            changes: changes.into_iter().filter(|c| Some(c.day) >= since).collect(),
        }
    }

    /// Matches of the last season in the baseline: how long a season of this league is. None before a whole one is on record.
    pub(super) fn season_length(&self) -> Option<usize> {
        let last = self.baseline.last().map(|m| m.season);
        let of_last = self.baseline.iter().rev().take_while(|m| Some(m.season) == last);
        self.has_seasons_before.then(|| of_last.count())
    }
}

/// How many matches hold [`FEWEST_REFERENCE`] with odds; more than there are where they do not.
fn first_with_odds(matches: &[SettledForecast]) -> usize {
    let with_odds = |(_, m): &(usize, &SettledForecast)| m.forecast.market.is_some();
    let mut found = matches.iter().enumerate().filter(with_odds);
    let wanted = usize::try_from(FEWEST_REFERENCE).unwrap_or(usize::MAX);
    found.nth(wanted - 1).map_or(matches.len() + 1, |(at, _)| at + 1)
}

#[cfg(test)]
mod tests;
