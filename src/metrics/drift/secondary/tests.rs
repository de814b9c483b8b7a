use super::{closing::kullback_leibler, *};
use crate::{
    metrics::{
        Moments,
        drift::{
            DayQuotes,
            testing::{change_last, league},
        },
    },
    random::Random,
};
use chrono::NaiveDate;

const OVERROUND: Suspect = Suspect::Overround(Bookmaker::Average);
const MISSING: Suspect = Suspect::MissingOdds(Bookmaker::Average);

fn found(series: &LeagueSeries, suspect: Suspect) -> Finding {
    let all = findings(&Cut::of(series), series);
    *all.iter().find(|f| f.suspect == suspect).unwrap()
}

fn usual() -> LeagueSeries {
    league("E0", &[380, 380, 100], &mut Random(71))
}

#[test]
fn nothing_is_found_where_nothing_changed() {
    // The goals of these leagues are made up to fit outcomes, not expectations.
    let findings = findings(&Cut::of(&usual()), &usual());
    assert_eq!(findings.len(), 13, "no closing odds are on record");
    for finding in findings.iter().filter(|f| f.suspect != Suspect::Goals) {
        assert!(finding.p > 0.001, "{finding:?}");
    }
}

/// 80 matches with 2.7 expected goals each are 216; with four each they are 320, which is 104/√216 too many.
#[test]
fn goals_by_hand() {
    let series = change_last(&usual(), 80, |m| m.score = crate::domain::Score { home: 2, away: 2 });
    let goals = found(&series, Suspect::Goals);
    assert!((goals.statistic - 104.0 / 216.0_f64.sqrt()).abs() < 1e-9, "{goals:?}");
    assert!((goals.now - 4.0).abs() < 1e-9 && (goals.usual - 2.7).abs() < 1e-9);
}

#[test]
fn missing_odds_are_counted_exactly() {
    let mut n = 0;
    let series = change_last(&usual(), 80, |m| {
        n += 1;
        if n <= 2 {
            m.forecast.market = None;
        }
    });
    let missing = found(&series, MISSING);
    // The usual share is 0.5/761; at least two of 80: 1 − (1−q)^80 − 80q(1−q)^79.
    let q: f64 = 0.5 / 761.0;
    let by_hand = 1.0 - (1.0 - q).powi(80) - 80.0 * q * (1.0 - q).powi(79);
    assert!((missing.p - by_hand).abs() < 1e-9, "{missing:?} {by_hand}");
    assert_eq!(found(&usual(), MISSING).p, 1.0);
}

#[test]
fn a_margin_may_move_by_a_point_but_not_by_three() {
    let with_margin = |margin| change_last(&usual(), 80, |m| m.overround = Some(margin));
    assert!(found(&with_margin(0.058), OVERROUND).p > 0.5);
    assert!(found(&with_margin(0.08), OVERROUND).p < 1e-6);
}

#[test]
fn another_distribution_is_found_by_both_tests() {
    let series = change_last(&usual(), 80, |m| {
        m.forecast.published = Probabilities::UNIFORM;
        m.forecast.model = Probabilities::UNIFORM;
    });
    for suspect in [Suspect::HomeProbability, Suspect::HomeStability, Suspect::Divergence] {
        assert!(found(&series, suspect).p < 1e-6, "{suspect:?}");
    }
    assert!(found(&series, Suspect::HomeOdds).p > 0.001);
}

/// All 80 lines move away from the model: one in 2⁸⁰.
#[test]
fn closing_lines_that_move_away() {
    let towards = |m: &mut SettledForecast, step: f64| {
        let (market, model) = (m.forecast.market.unwrap().to_array(), m.forecast.model.to_array());
        let [h, d, a] = [0, 1, 2].map(|k| market[k] + step * (model[k] - market[k]));
        m.closing = Probabilities::from_weights(h, d, a).ok();
    };
    let away = change_last(&usual(), 80, |m| towards(m, -0.2));
    let line = found(&away, Suspect::ClosingLine);
    assert!(line.now == 0.0 && line.p < 1e-20, "{line:?}");
    let closer = change_last(&usual(), 80, |m| towards(m, 0.2));
    assert!(found(&closer, Suspect::ClosingLine).p > 0.99);
}

#[test]
fn divergence_of_twins_is_nothing() {
    assert!(kullback_leibler(Probabilities::UNIFORM, Probabilities::UNIFORM).abs() < 1e-15);
    let series = change_last(&usual(), 860, |m| m.forecast.model = m.forecast.market.unwrap());
    assert!(
        findings(&Cut::of(&series), &series)
            .iter()
            .all(|f| f.suspect != Suspect::Divergence)
    );
}

/// Forecasts of one part of a year are not those of another: a first season has nothing to be compared with, however long.
#[test]
fn a_growing_season_is_no_reference() {
    let suspects = |seasons: &[usize]| {
        let series = league("E0", seasons, &mut Random(72));
        let all = findings(&Cut::of(&series), &series);
        all.iter().map(|f| f.suspect).collect::<Vec<_>>()
    };
    assert_eq!(suspects(&[380]), [Suspect::Goals]);
    assert_eq!(suspects(&[120, 300]), [Suspect::Goals], "a part of a season is none");
    assert_eq!(suspects(&[380, 20]).len(), 13);
}

/// A margin of 5 points (give or take half a point) and moves of 2, for every match of the days on which ten are played.
fn quoted(series: LeagueSeries, quotes: impl Fn(NaiveDate) -> Option<(f64, f64)>) -> LeagueSeries {
    let around = |mean: f64| -> Moments { (0..10).map(|n| mean * (0.9 + 0.2 * f64::from(n % 2))).collect() };
    let mut days: Vec<NaiveDate> = series.matches().iter().map(|m| m.day).collect();
    days.dedup();
    let of_day = |day: NaiveDate| {
        let (overround, movement) = quotes(day)?;
        Some(DayQuotes {
            day,
            bookmaker: Bookmaker::Pinnacle,
            overround: around(overround),
            movement: around(movement),
        })
    };
    let quotes = days.into_iter().filter_map(of_day).collect();
    series.with_quotes(quotes)
}

#[test]
fn each_bookmaker_is_judged_by_name() {
    let window_start = Cut::of(&usual()).window[0].day;
    let changed_to = |after: Option<(f64, f64)>| {
        quoted(
            usual(),
            |day| if day < window_start { Some((0.03, 0.02)) } else { after },
        )
    };
    let p = |series: &LeagueSeries, suspect: fn(Bookmaker) -> Suspect| found(series, suspect(Bookmaker::Pinnacle)).p;
    let same = changed_to(Some((0.03, 0.02)));
    for suspect in [Suspect::Overround, Suspect::MissingOdds, Suspect::ClosingMove] {
        assert!(p(&same, suspect) > 0.5);
    }
    assert!(p(&changed_to(Some((0.08, 0.02))), Suspect::Overround) < 1e-6);
    assert!(
        p(&changed_to(Some((0.03, 0.0))), Suspect::ClosingMove) < 1e-6,
        "closing odds copied"
    );
    let gone = changed_to(None);
    let missing = found(&gone, Suspect::MissingOdds(Bookmaker::Pinnacle));
    assert!(missing.p < 1e-6 && missing.now == 1.0, "{missing:?}");
    let bet365 = |f: &Finding| f.suspect.bookmaker() == Some(Bookmaker::Bet365);
    assert!(
        !findings(&Cut::of(&same), &same).iter().any(bet365),
        "it quotes nothing"
    );
}
