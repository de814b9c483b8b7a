use chrono::Days;
use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn played(date: &str, goals_for: u8, goals_against: u8) -> Played {
    Played {
        date: day(date),
        goals_for,
        goals_against,
    }
}

/// Arsenal's first seven matches of 2023/24: W W D W D... as they were played.
const SEVEN: [(&str, u8, u8); 7] = [
    ("2023-08-12", 2, 1),
    ("2023-08-21", 1, 0),
    ("2023-08-26", 2, 2),
    ("2023-09-03", 3, 1),
    ("2023-09-17", 1, 0),
    ("2023-09-24", 2, 2),
    ("2023-09-30", 4, 0),
];

#[test]
fn of_a_known_sequence() {
    let matches = SEVEN.map(|(date, goals_for, goals_against)| played(date, goals_for, goals_against));
    let form = TeamForm::on(day("2023-10-03"), &matches).unwrap();
    let five = Span {
        matches: 5,
        points: 1 + 3 + 3 + 1 + 3,
        goals_for: 2 + 3 + 1 + 2 + 4,
        goals_against: 2 + 1 + 2,
    };
    let seven = Span {
        matches: 7,
        points: 17,
        goals_for: 15,
        goals_against: 6,
    };
    assert_eq!(form.spans, [five, seven, seven]);
    assert_eq!((form.last_match, form.rest_days), (day("2023-09-30"), 3));
}

#[test]
fn the_future_is_not_known() {
    let matches = SEVEN.map(|(date, goals_for, goals_against)| played(date, goals_for, goals_against));
    assert_eq!(TeamForm::on(day("2023-08-11"), &matches), None);
    assert_eq!(TeamForm::on(day("2023-08-12"), &matches).unwrap().spans[0].points, 3);
    assert_eq!(TeamForm::on(day("2023-08-12"), &[]), None);
}

prop_compose! {
    fn season()(results in proptest::collection::vec((0..9_u8, 0..9_u8, 1..9_u64), 1..45)) -> Vec<Played> {
        let mut date = day("2023-08-01");
        results.into_iter().map(|(goals_for, goals_against, rest)| {
            date = date + Days::new(rest);
            Played { date, goals_for, goals_against }
        }).collect()
    }
}

proptest! {
    #[test]
    fn spans_nest_and_points_lie_in_their_range(matches in season()) {
        let last = matches.last().unwrap().date;
        let form = TeamForm::on(last, &matches).unwrap();
        prop_assert_eq!(form.rest_days, 0);
        for (span, length) in form.spans.iter().zip(TeamForm::LENGTHS) {
            prop_assert_eq!(span.matches as usize, matches.len().min(length));
            prop_assert!(span.points <= 3 * span.matches && span.points != 3 * span.matches - 1);
        }
        for pair in form.spans.windows(2) {
            prop_assert!(pair[0].goals_for <= pair[1].goals_for && pair[0].points <= pair[1].points);
        }
    }

    /// Points of both sides of a match are 3, or 2 where it is drawn; swapping sides swaps goals.
    #[test]
    fn two_sides_of_the_same_matches(matches in season()) {
        let last = matches.last().unwrap().date;
        let turned: Vec<Played> = matches.iter()
            .map(|m| Played { goals_for: m.goals_against, goals_against: m.goals_for, ..*m }).collect();
        let (one, other) = (TeamForm::on(last, &matches).unwrap(), TeamForm::on(last, &turned).unwrap());
        let drawn = matches.iter().rev().take(5).filter(|m| m.goals_for == m.goals_against).count();
        let [one, other] = [one.spans[0], other.spans[0]];
        prop_assert_eq!(one.goals_for, other.goals_against);
        prop_assert_eq!((one.points + other.points) as usize, 3 * one.matches as usize - drawn);
    }

    #[test]
    fn comes_back_as_it_was(matches in season(), rest in 0..400_u64) {
        let form = TeamForm::on(matches.last().unwrap().date + Days::new(rest), &matches).unwrap();
        let fields: Fields = form.fields().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        prop_assert_eq!(TeamForm::read(&fields), Some(form));
    }
}
