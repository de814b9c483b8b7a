use proptest::prelude::*;

use super::*;

const METHODS: [Devig; 3] = [Devig::Power, Devig::Shin, Devig::Basic];

fn odds(home: f64, draw: f64, away: f64) -> Odds {
    Odds::new(home, draw, away).unwrap()
}

proptest! {
    #[test]
    fn sums_to_one_and_keeps_the_order(h in 1.01..60.0_f64, d in 1.01..60.0_f64, a in 1.01..60.0_f64) {
        for method in METHODS {
            let out = method.apply(odds(h, d, a));
            let p = out.probabilities.to_array();
            prop_assert!((p.iter().sum::<f64>() - 1.0).abs() < 1e-12);
            prop_assert!(p.iter().all(|p| *p > 0.0 && *p < 1.0));
            for (x, y) in [(0, 1), (1, 2), (0, 2)] {
                let o = [h, d, a];
                if o[x] < o[y] {
                    prop_assert!(p[x] >= p[y]);
                }
            }
            prop_assert_eq!(out.underround_fallback, 1.0 / h + 1.0 / d + 1.0 / a - 1.0 < 0.0);
        }
    }

    #[test]
    fn a_fair_book_is_left_as_it_is(h in 0.05..1.0_f64, d in 0.05..1.0_f64, a in 0.05..1.0_f64) {
        let sum = h + d + a;
        let fair = odds(sum / h, sum / d, sum / a);
        for method in METHODS {
            let p = method.apply(fair).probabilities;
            prop_assert!((p.home() - h / sum).abs() < 1e-7, "{:?} {:?}", method, p);
            prop_assert!((p.away() - a / sum).abs() < 1e-7);
        }
    }

    #[test]
    fn equal_odds_give_thirds(o in 1.05..2.99_f64) {
        for method in METHODS {
            let p = method.apply(odds(o, o, o)).probabilities;
            prop_assert!(p.to_array().iter().all(|p| (p - 1.0 / 3.0).abs() < 1e-12));
        }
    }
}

#[test]
fn closed_forms() {
    // π = 1/2, 1/2, 1/4: x = 2^-k solves 2x + x² = 1, so x = √2 − 1.
    let p = Devig::Power.apply(odds(2.0, 2.0, 4.0)).probabilities;
    let x = 2.0_f64.sqrt() - 1.0;
    assert!((p.home() - x).abs() < 1e-14 && (p.away() - x * x).abs() < 1e-14);
    let basic = Devig::Basic.apply(odds(2.0, 2.0, 4.0)).probabilities;
    assert!((basic.home() - 0.4).abs() < 1e-15);
}

#[test]
fn shin_takes_more_margin_from_the_outsider() {
    let book = odds(1.3, 5.5, 9.5);
    let (shin, basic) = (
        Devig::Shin.apply(book).probabilities,
        Devig::Basic.apply(book).probabilities,
    );
    assert!(shin.home() > basic.home() && shin.away() < basic.away());
}

#[test]
fn an_underround_is_normalised_and_flagged() {
    let out = Devig::Power.apply(odds(3.1, 3.2, 3.3));
    assert!(out.underround_fallback && out.overround < 0.0);
    assert_eq!(out.method, Devig::Basic);
}

#[test]
fn absurd_books_still_give_probabilities() {
    for book in [
        odds(1.000_001, 1.000_001, 1.000_001),
        odds(1.001, 1.001, 1e300),
        odds(1e300, 1e300, 1e300),
    ] {
        for method in METHODS {
            let p = method.apply(book).probabilities.to_array();
            assert!((p.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{method:?} {book:?} {p:?}");
        }
    }
}
