use super::*;
use crate::{
    metrics::drift::{
        LeagueSeries, MadeBy,
        testing::{change_last, league},
    },
    random::Random,
};

fn sizes(cut: &Cut<'_>) -> [usize; 4] {
    [cut.window, cut.reference, cut.watch, cut.baseline].map(<[_]>::len)
}

#[test]
fn parts_of_a_season_under_way() {
    let series = league("E0", &[380, 380, 200], &mut Random(61));
    assert_eq!(sizes(&Cut::of(&series)), [80, 760, 200, 760]);
}

/// The window reaches into last season, so the reference ends before it; the watch and its baseline stay as they are.
#[test]
fn an_early_window_shares_no_match_with_its_reference() {
    let series = league("E0", &[380, 380, 30], &mut Random(62));
    assert_eq!(sizes(&Cut::of(&series)), [80, 710, 30, 760]);
}

#[test]
fn only_two_seasons_back() {
    let series = league("E0", &[380, 380, 380, 100], &mut Random(63));
    assert_eq!(sizes(&Cut::of(&series)), [80, 760, 100, 760]);
    assert_eq!(Cut::of(&series).season_length(), Some(380));
}

#[test]
fn a_first_season_is_its_own_reference() {
    let series = league("E0", &[300], &mut Random(64));
    assert_eq!(sizes(&Cut::of(&series)), [80, 220, 200, 100]);
    assert_eq!(Cut::of(&series).season_length(), None);
    assert_eq!(sizes(&Cut::of(&league("E0", &[50], &mut Random(64)))), [50, 0, 50, 0]);
    assert_eq!(sizes(&Cut::of(&league("E0", &[], &mut Random(64)))), [0; 4]);
}

#[test]
fn seasons_without_odds_are_no_reference() {
    let mut n = 0;
    let series = change_last(&league("E0", &[380, 300], &mut Random(66)), 680, |m| {
        n += 1;
        if n > 300 {
            m.forecast.market = None;
        }
    });
    assert_eq!(sizes(&Cut::of(&series)), [80, 600, 200, 480]);
}

/// A threshold is drawn from the baseline, so the baseline may not grow with every match day.
#[test]
fn the_baseline_of_a_first_season_stays_its_opening() {
    let season = league("E0", &[380], &mut Random(67));
    let after = |matches: usize| LeagueSeries::new(season.league().clone(), season.matches()[..matches].to_vec());
    assert!(Cut::of(&after(99)).baseline.is_empty());
    for matches in [100, 101, 250, 380] {
        let series = after(matches);
        let cut = Cut::of(&series);
        assert_eq!(cut.baseline, &season.matches()[..100]);
        assert_eq!(cut.watch.len(), matches - 100);
    }
}

#[test]
fn a_refresh_is_named_and_a_specification_is_cut_at() {
    let made_by = |model, specification| MadeBy::Champion { model, specification };
    let mut n = 0;
    let series = change_last(&league("E0", &[380, 380, 200], &mut Random(65)), 70, |m| {
        // From the last match back: 40 of model 3, 20 of model 2, 10 of model 1 with another specification.
        n += 1;
        m.made_by = match n {
            ..=40 => made_by(3, 1),
            41..=60 => made_by(2, 1),
            _ => made_by(1, 0),
        };
    });
    let cut = Cut::of(&series);
    assert_eq!(sizes(&cut), [60, 760, 60, 760]);
    let changes: Vec<(i64, bool)> = cut.changes.iter().map(|c| (c.model, c.new_specification)).collect();
    assert_eq!(changes, [(2, true), (3, false)]);
    assert_eq!(cut.window[0].day, cut.changes[0].day);
}
