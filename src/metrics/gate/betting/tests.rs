use proptest::prelude::*;

use super::*;
use crate::{
    domain::Probabilities,
    metrics::gate::testing::{Rivals, row},
    random::Random,
};

/// Bets that a weekly look would have seen, the most of them.
fn peak(rows: &[PairedForecast], matches_a_week: usize) -> f64 {
    let mut betting = Betting::default();
    let mut peak: f64 = 0.0;
    for week in rows.chunks(matches_a_week) {
        for row in week {
            betting.add(row);
        }
        peak = peak.max(betting.value());
    }
    peak
}

/// What the mixture `(½p + ½q)/p` would have made of a challenger `q`.
fn mixture_peak(rows: &[PairedForecast]) -> f64 {
    let mut ln = 0.0_f64;
    let peaks = rows.iter().map(|row| {
        ln += (0.5 + 0.5 * row.challenger.of(row.outcome) / row.champion.of(row.outcome)).ln();
        ln
    });
    peaks.fold(0.0, f64::max).exp()
}

#[test]
fn the_first_bets_by_hand() {
    let home = row("2024-01-06", [0.4, 0.3, 0.3], [0.5, 0.25, 0.25], Outcome::Home);
    let d = (0.5_f64 / 0.4).ln();
    let one: Betting = [&home].into_iter().collect();
    let by_hand = |wealth: fn(f64, f64) -> f64| STAKES.iter().map(|s| wealth(*s, d)).sum::<f64>() / 4.0;
    assert!((one.value() - by_hand(|s, d| 1.0 + s * d)).abs() < 1e-12);
    let two: Betting = [&home, &home].into_iter().collect();
    assert!((two.value() - by_hand(|s, d| (1.0 + s * d).powi(2))).abs() < 1e-12);
    assert_eq!((two.n(), two.cut()), (2, 0));
    assert!((Betting::default().value() - 1.0).abs() < 1e-15);
}

#[test]
fn a_disaster_takes_most_but_not_all_and_is_counted() {
    let disaster = row("2024-01-06", [0.4, 0.3, 0.3], [0.0, 0.5, 0.5], Outcome::Home);
    let betting: Betting = [&disaster].into_iter().collect();
    assert!((betting.value() - 0.1).abs() < 1e-3);
    assert_eq!(betting.cut(), 1);
    let many: Betting = std::iter::repeat_n(&disaster, 5_000).collect();
    assert!(many.value() >= 0.0 && many.value() < 1e-100);
    let revealed = row("2024-01-06", [0.0, 0.5, 0.5], [0.4, 0.3, 0.3], Outcome::Home);
    let many: Betting = std::iter::repeat_n(&revealed, 5_000).collect();
    assert!(many.value().is_finite());
}

fn weights() -> impl Strategy<Value = [f64; 3]> {
    (0.02..1.0_f64, 0.02..1.0_f64, 0.02..1.0_f64).prop_map(|(h, d, a)| {
        let p = Probabilities::from_weights(h, d, a).unwrap();
        p.to_array()
    })
}

proptest! {
    /// Whatever two forecasters say: where the champion is right, no bet has an expectation above 1.
    #[test]
    fn a_right_champion_never_loses_on_average(p in weights(), c in weights()) {
        let expected: f64 = Outcome::ALL
            .into_iter()
            .map(|outcome| {
                let row = row("2024-01-06", p, c, outcome);
                row.champion.of(outcome) * [&row].into_iter().collect::<Betting>().value()
            })
            .sum();
        prop_assert!(expected <= 1.0 + 1e-12, "{}", expected);
    }

    #[test]
    fn the_order_of_matches_does_not_matter(rows in prop::collection::vec((weights(), weights()), 1..30)) {
        let rows: Vec<_> = rows.into_iter().map(|(p, c)| row("2024-01-06", p, c, Outcome::Draw)).collect();
        let (forth, back): (Betting, Betting) = (rows.iter().collect(), rows.iter().rev().collect());
        prop_assert!((forth.value() / back.value() - 1.0).abs() < 1e-9);
    }
}

/// Three seasons of a league, looked at every week.
#[test]
fn an_equal_or_worse_challenger_rarely_ever_reaches_twenty() {
    let lives = 400;
    let mut random = Random(1);
    for (sd, gap) in [(0.3, 0.0), (0.1, 0.0), (0.1, 0.0018)] {
        let reached = (0..lives)
            .filter(|_| peak(&Rivals::apart(sd, gap).weeks(3 * 38, 1, &mut random), 10) >= 20.0)
            .count();
        println!("sd {sd}, gap {gap}: {reached} of {lives} reached 20 within three seasons");
        assert!(reached <= lives / 20, "{reached} of {lives}");
    }
}

/// Two forecasters with errors of their own: half of each is better than either, though the challenger alone is worse.
#[test]
fn the_mixture_against_the_market_would_promote_worse_models() {
    let rivals = Rivals {
        champion: 0.30,
        challenger: 0.36,
    };
    let lives = 200;
    let mut random = Random(2);
    let (mut mixture, mut betting) = (0, 0);
    for _ in 0..lives {
        let rows = rivals.weeks(3 * 38, 1, &mut random);
        mixture += u32::from(mixture_peak(&rows) >= 20.0);
        betting += u32::from(peak(&rows, 10) >= 20.0);
    }
    println!("of {lives} worse challengers the mixture promotes {mixture}, the bets {betting}");
    assert!(mixture > lives / 2, "{mixture} of {lives}");
    assert!(betting <= lives / 20, "{betting} of {lives}");
}

/// A champion that knows little against a challenger that knows the truth, in one league.
#[test]
fn a_much_better_challenger_is_found_within_two_seasons() {
    let rivals = Rivals {
        champion: 0.5,
        challenger: 0.0,
    };
    let lives = 100;
    let mut random = Random(3);
    let found = (0..lives)
        .filter(|_| peak(&rivals.weeks(2 * 38, 1, &mut random), 10) >= 20.0)
        .count();
    println!("of {lives} much better challengers {found} are found within two seasons");
    assert!(found >= 85, "{found} of {lives}");
}
