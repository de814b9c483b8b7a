//! Files by example, and what holds for every file.

use proptest::prelude::*;

use super::*;

const HEADER: &str = "Div,Date,Time,HomeTeam,AwayTeam,FTHG,FTAG,FTR,B365H,B365D,B365A,AvgH,AvgD,AvgA,PSCH,PSCD,PSCA\n";

fn parse_rows(rows: &str) -> ParsedFile {
    parse(format!("{HEADER}{rows}").as_bytes()).unwrap()
}

#[test]
fn a_row_is_read_with_all_that_it_says() {
    let file = parse_rows("E0,11/08/2023,20:00,Burnley,Man City,0,3,A,8.5,5.5,1.36,9.02,5.35,1.35,9.4,5.6,1.38\n");
    let row = &file.rows[0];
    assert_eq!(
        (row.line, row.league.as_str(), row.season),
        (2, "E0", Season::starting(2023))
    );
    assert_eq!((row.home.as_str(), row.away.as_str()), ("Burnley", "Man City"));
    assert_eq!(row.score, Some(Score { home: 0, away: 3 }));
    assert_eq!(row.kick_off.unwrap().to_rfc3339(), "2023-08-11T19:00:00+00:00");
    let quotes: Vec<_> = row.odds.iter().map(|quote| (quote.bookmaker, quote.timing)).collect();
    assert_eq!(
        quotes,
        [
            (Bookmaker::Average, OddsTiming::Early),
            (Bookmaker::Pinnacle, OddsTiming::Closing),
            (Bookmaker::Bet365, OddsTiming::Early),
        ]
    );
    assert_eq!(row.odds[0].odds, Odds::new(9.02, 5.35, 1.35).unwrap());
    assert!(file.rejected.is_empty() && file.notes.is_empty());
}

#[test]
fn each_broken_row_is_turned_away_alone() {
    let file = parse_rows(
        "E0,08/13/23,,Arsenal,Fulham,1,0,H\n\
         E0,13/08/23,,Arsenal,Arsenal,1,0,H\n\
         e0,13/08/23,,Arsenal,Fulham,1,0,H\n\
         E0,13/08/23,,,Fulham,1,0,H\n\
         E0,13/08/23,,Arsenal,Fulham,1,,H\n\
         E0,13/08/23,,Arsenal,Fulham,1,0,A\n\
         E0,13/08/23,,Arsenal,Fulham,31,0,H\n\
         ,,,,,,,\n\
         \n\
         E0,13/08/23,,Arsenal,Fulham,0,0,D\n",
    );
    let reasons: Vec<_> = file
        .rejected
        .iter()
        .map(|row| (row.line, row.reason.as_str()))
        .collect();
    assert_eq!(
        reasons,
        [
            (2, r#"date "08/13/23" is no day of day/month/year"#),
            (3, "Arsenal plays itself"),
            (
                4,
                r#""e0" is no league code: one to four of A-Z and 0-9, a letter first, such as E0"#
            ),
            (5, "no home team"),
            (6, "the goals of one team are missing"),
            (7, r#"score 1-0 contradicts result "A""#),
            (8, "score 31-0 has more than 20 goals of one team"),
        ]
    );
    assert_eq!((file.blank, file.rows.len(), file.rows[0].line), (2, 1, 11));
}

#[test]
fn impossible_odds_go_and_the_match_stays() {
    let file = parse_rows("E0,13/08/23,,Arsenal,Fulham,1,0,H,1.0,3,4,x,3,4,2.1,,3.5\n");
    assert!(file.rows[0].odds.is_empty());
    assert_eq!(file.notes, ["3 impossible odds left out".into()]);
}

#[test]
fn a_cut_line_is_held_and_a_missing_line_end_is_fine() {
    let whole = "E0,13/08/23,,Arsenal,Fulham,1,10,A,2.1,3.4,3.5,2.0,3.3,3.4,2.1,3.4,3.5";
    assert_eq!(parse_rows(whole).rows[0].odds.len(), 3);
    let cut_at = |text: &str| parse_rows(whole.split_at(whole.find(text).unwrap() + text.len()).0);
    let in_the_goals = cut_at("Fulham,1,1");
    assert_eq!(in_the_goals.rejected[0].reason.as_str(), "the file is cut in this line");
    let in_the_odds = cut_at("2.1,3.4,3.");
    assert!(in_the_odds.rejected.is_empty());
    assert!(in_the_odds.rows[0].odds.is_empty(), "3. may have been 3.5");
    assert_eq!(in_the_odds.rows[0].score, Some(Score { home: 1, away: 10 }));
}

#[test]
fn a_late_season_is_one_season_and_many_years_are_many() {
    let file = parse_rows("E0,09/08/2019,,A,B,1,0,H\nE0,26/07/2020,,C,D,1,0,H\nD1,02/08/2020,,C,D,1,0,H\n");
    let seasons: Vec<_> = file.rows.iter().map(|row| row.season.start_year()).collect();
    assert_eq!(seasons, [2019, 2019, 2020], "each league speaks for itself");
    let file = parse_rows("E0,09/08/2019,,A,B,1,0,H\nE0,26/07/2021,,C,D,1,0,H\n");
    assert_eq!(file.rows[1].season, Season::starting(2021));
}

#[test]
fn names_cannot_reach_the_terminal_raw() {
    let file = parse_rows("E0,13/08/23,,Ars\u{1b}[2Jenal,Ful\u{202e}ham,1,0,H\n");
    assert_eq!(
        (file.rows[0].home.as_str(), file.rows[0].away.as_str()),
        ("Arsenal", "Fulham")
    );
}

#[test]
fn windows_1252_is_understood() {
    let mut bytes = HEADER.as_bytes().to_vec();
    bytes.extend(b"D1,24/08/2012,,K\xf6ln,F\xfcrth,2,1,H\n");
    let file = parse(&bytes).unwrap();
    assert_eq!(
        (file.rows[0].home.as_str(), file.rows[0].away.as_str()),
        ("Köln", "Fürth")
    );
    assert_eq!(file.notes[0].as_str(), "not UTF-8, read as windows-1252");
}

#[test]
fn other_tables_are_refused() {
    let error = parse(b"name,age\nx,1\n").unwrap_err();
    assert!(error.to_string().contains("Div, Date, HomeTeam, AwayTeam"), "{error}");
    assert_eq!(parse(b" \r\n"), Err(FormatError::Empty));
    assert_eq!(parse(b"GIF89a\0\0\x01"), Err(FormatError::Binary));
}

/// A row that may be right or wrong in every cell.
fn any_row() -> impl Strategy<Value = String> {
    let cell = |usual: &'static [&'static str]| prop_oneof![6 => prop::sample::select(usual).prop_map(str::to_owned), 1 => "[ -~]{0,6}"];
    (
        cell(&["E0", "E1"]),
        cell(&["01/08/23", "13/05/2024", "29/02/24"]),
        cell(&["", "15:00"]),
        cell(&["A", "B", "C"]),
        cell(&["D", "E", "F"]),
        cell(&["0", "1", ""]),
        cell(&["0", "1", ""]),
        cell(&[""]),
        cell(&["1.5", "1", ""]),
    )
        .prop_map(|(div, date, time, home, away, goals, against, result, odds)| {
            format!("{div},{date},{time},{home},{away},{goals},{against},{result},{odds},3.4,2.9")
        })
}

fn joined(lines: &[String]) -> String {
    lines.iter().flat_map(|line| [line, "\n"]).collect()
}

/// All that is said, without line numbers, in an order of its own.
fn said(file: &ParsedFile) -> (Vec<String>, Vec<String>) {
    let mut rows: Vec<_> = file
        .rows
        .iter()
        .map(|row| format!("{:?}", Row { line: 0, ..row.clone() }))
        .collect();
    let mut rejected: Vec<_> = file
        .rejected
        .iter()
        .map(|row| format!("{} {}", row.reason, row.content))
        .collect();
    rows.sort();
    rejected.sort();
    (rows, rejected)
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), header in any::<bool>()) {
        let head = if header { HEADER.as_bytes() } else { b"" };
        let _ = parse(&[head, &bytes].concat());
    }

    #[test]
    fn every_line_is_read_or_rejected_or_blank(lines in prop::collection::vec(prop_oneof![9 => any_row(), 1 => ",{0,9}"], 0..30)) {
        let text = joined(&lines);
        let file = parse_rows(&text);
        prop_assert_eq!(file.rows.len() + file.rejected.len() + file.blank, lines.len());
    }

    #[test]
    fn the_order_of_rows_does_not_matter(lines in prop::collection::vec(any_row(), 0..20), turn in any::<prop::sample::Index>()) {
        let mut turned = lines.clone();
        if !turned.is_empty() {
            turned.rotate_left(turn.index(lines.len()));
        }
        prop_assert_eq!(said(&parse_rows(&joined(&lines))), said(&parse_rows(&joined(&turned))));
    }

    #[test]
    fn line_ends_do_not_matter(lines in prop::collection::vec(any_row(), 0..10)) {
        let text = joined(&lines);
        let unix = format!("{HEADER}{text}");
        for end in ["\r\n", "\r\r\n", "\r"] {
            prop_assert_eq!(parse(unix.replace('\n', end).as_bytes()), parse(unix.as_bytes()));
        }
    }
}
