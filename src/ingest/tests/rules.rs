//! The rules of an import, one by one.

use std::fmt::Write as _;

use super::*;
use crate::domain::{Odds, Score, SourceKind};

const PLAYED: &str = "E0,11/08/2023,20:00,Burnley,Man City,0,3,A,9.02,5.35,1.35\n";
const TO_PLAY: &str = "E0,16/09/2023,15:00,Fulham,Luton,,,,1.7,3.8,5.1\n";

#[tokio::test]
async fn twice_is_once() {
    let bench = Bench::new().await;
    let rows = format!("{PLAYED}{TO_PLAY}");
    let first = bench.import("E0_2324.csv", &rows).await;
    assert_eq!(counts(&first), [2, 0, 0, 0]);
    assert_eq!(first.matches_affected.len(), 1);
    let again = bench.import("E0_2324.csv", &rows).await;
    assert_eq!(counts(&again), [0, 0, 2, 0]);
    let renamed = bench.import("england.csv", &rows).await;
    assert_eq!(counts(&renamed), [0, 0, 2, 0]);
    assert!(again.matches_affected.is_empty() && renamed.matches_affected.is_empty());
    assert_eq!(bench.count("matches").await, 2);
    assert_eq!(
        bench
            .count("matches WHERE source_file = 'E0_2324.csv [E0 2023/24]'")
            .await,
        2
    );
    let states: Vec<_> = bench.logs().await.into_iter().map(|(state, _)| state).collect();
    assert_eq!(states, ["loaded", "unchanged", "unchanged"]);
}

#[tokio::test]
async fn a_past_result_is_not_changed_and_not_taken_away() {
    let bench = Bench::new().await;
    bench.import("a.csv", PLAYED).await;
    let changed = bench.import("a.csv", &PLAYED.replace(",0,3,A,", ",2,2,D,")).await;
    assert_eq!(counts(&changed), [0, 0, 0, 1]);
    assert_eq!(bench.quarantine().await[0].1, "changes 0-3 to 2-2");
    let removed = bench.import("a.csv", &PLAYED.replace(",0,3,A,", ",,,,")).await;
    assert_eq!(counts(&removed), [0, 0, 0, 1]);
    assert_eq!(
        bench.quarantine().await,
        [(
            2,
            "has no score here, stored 0-3 kept".to_owned(),
            "E0 2023-08-11 Burnley Man City".to_owned()
        )]
    );
    assert_eq!(bench.matches("E0").await[0].score, Some(Score { home: 0, away: 3 }));
    bench.import("a.csv", PLAYED).await;
    assert!(
        bench.quarantine().await.is_empty(),
        "the file's last import is judged, not the one before"
    );
}

#[tokio::test]
async fn a_past_match_without_score_is_held_and_adds_no_team() {
    let bench = Bench::new().await;
    let report = bench.import("a.csv", "E0,19/08/2023,,Luton,Burnley,,,,,,\n").await;
    assert_eq!(counts(&report), [0, 0, 0, 1]);
    assert_eq!(bench.quarantine().await[0].1, "no score, though its day has passed");
    assert_eq!(bench.count("teams").await, 0);
}

#[tokio::test]
async fn a_score_and_odds_arrive_later() {
    let bench = Bench::new().await;
    bench.import("a.csv", "E0,16/09/2023,,Fulham,Luton,,,,,,\n").await;
    let quoted = bench.import("fixtures.csv", TO_PLAY).await;
    assert_eq!((counts(&quoted), quoted.matches_affected.len()), ([0, 1, 0, 0], 0));
    let played = bench.import("a.csv", "E0,16/09/2023,,Fulham,Luton,0,0,D,,,\n").await;
    assert_eq!((counts(&played), played.matches_affected.len()), ([0, 1, 0, 0], 1));
    let row = &bench.matches("E0").await[0];
    assert_eq!(row.score, Some(Score { home: 0, away: 0 }));
    assert_eq!(
        row.kick_off.unwrap().to_rfc3339(),
        "2023-09-16T14:00:00+00:00",
        "kept from the other file"
    );
    let mut tx = bench.db.read().await.unwrap();
    let odds = store::market_odds(&mut tx, 1).await.unwrap();
    assert_eq!(odds[&row.id], Odds::new(1.7, 3.8, 5.1).unwrap());
}

#[tokio::test]
async fn the_market_is_the_first_of_the_priority() {
    let bench = Bench::new().await;
    let mut columns: Vec<String> = Vec::new();
    for prefix in ["Avg", "PS", "B365", "Max"] {
        columns.extend(["H", "D", "A"].map(|side| format!("{prefix}{side}")));
    }
    // Match n lacks the first n bookmakers; closing odds are never the market.
    let mut text = format!(
        "Div,Date,HomeTeam,AwayTeam,FTHG,FTAG,{},AvgCH,AvgCD,AvgCA\n",
        columns.join(",")
    );
    for missing in 0..=4 {
        let odds: Vec<_> = (0..4)
            .map(|nth| {
                if nth < missing {
                    ",,".into()
                } else {
                    format!("{},4,4", nth + 2)
                }
            })
            .collect();
        writeln!(
            text,
            "E0,{}/08/2023,A,B{missing},1,0,{},9,9,9",
            missing + 1,
            odds.join(",")
        )
        .unwrap();
    }
    bench.import_bytes("a.csv", text.as_bytes()).await.unwrap();
    let mut tx = bench.db.read().await.unwrap();
    let odds = store::market_odds(&mut tx, 1).await.unwrap();
    let rows = bench.matches("E0").await;
    let homes: Vec<_> = rows
        .iter()
        .map(|row| odds.get(&row.id).map(|odds| odds.to_array()[0]))
        .collect();
    assert_eq!(homes, [Some(2.0), Some(3.0), Some(4.0), Some(5.0), None]);
}

#[tokio::test]
async fn a_postponed_fixture_moves() {
    let bench = Bench::new().await;
    bench.import("a.csv", TO_PLAY).await;
    let before = bench.matches("E0").await[0].id;
    let moved = bench
        .import("a.csv", "E0,03/10/2023,19:45,Fulham,Luton,1,0,H,,,\n")
        .await;
    assert_eq!(counts(&moved), [0, 1, 0, 0]);
    let rows = bench.matches("E0").await;
    assert_eq!((rows.len(), rows[0].id, rows[0].date), (1, before, day("2023-10-03")));
    assert_eq!(rows[0].kick_off.unwrap().to_rfc3339(), "2023-10-03T18:45:00+00:00");
    let again = bench
        .import("a.csv", "E0,03/10/2023,19:45,Fulham,Luton,1,0,H,,,\n")
        .await;
    assert_eq!(counts(&again), [0, 0, 1, 0]);
}

#[tokio::test]
async fn a_second_meeting_is_no_postponement() {
    let bench = Bench::new().await;
    let rows = "SC0,16/09/2023,,Celtic,Hearts,,,,,,\nSC0,30/10/2023,,Celtic,Hearts,,,,,,\n";
    assert_eq!(counts(&bench.import("a.csv", rows).await), [2, 0, 0, 0]);
    let with_score = rows.replacen(",,,,,,", ",2,0,H,,,", 1);
    assert_eq!(counts(&bench.import("a.csv", &with_score).await), [0, 1, 1, 0]);
    assert_eq!(bench.count("matches").await, 2);
}

#[tokio::test]
async fn a_played_match_under_another_day_is_held() {
    let bench = Bench::new().await;
    bench.import("a.csv", PLAYED).await;
    let other_day = bench.import("b.csv", &PLAYED.replace("11/08", "12/08")).await;
    assert_eq!(counts(&other_day), [0, 0, 0, 1]);
    assert_eq!(
        bench.quarantine().await[0].1,
        "the same match is stored on 2023-08-11 as 0-3: is this a second day of it?"
    );
}

#[tokio::test]
async fn one_club_has_one_name() {
    let bench = Bench::new().await;
    let rows = "SP1,18/08/2023,,R. Madrid,Sevilla,2,1,H,,,\nSP1,26/08/2023,,Sevilla,Real Madrid,0,1,A,,,\n\
                SP1,27/08/2023,,Real Madrid,R. Madrid,0,1,A,,,\n";
    let report = bench.import("a.csv", rows).await;
    assert_eq!(counts(&report), [2, 0, 0, 1]);
    assert_eq!(
        bench.quarantine().await[0].1,
        "Real Madrid and R. Madrid are the same team"
    );
    assert_eq!((bench.count("teams").await, bench.count("team_aliases").await), (2, 1));
    let mut tx = bench.db.read().await.unwrap();
    let names = store::team_names(&mut tx).await.unwrap();
    assert!(names.values().any(|name| name.as_str() == "Real Madrid"));
}

#[tokio::test]
async fn the_column_div_is_believed() {
    let bench = Bench::new().await;
    let report = bench
        .import("NO1_2324.csv", "N1,18/08/2023,,Ajax,Heracles,4,1,H,,,\n")
        .await;
    assert_eq!(
        report.notes[0].as_str(),
        "is called NO1, but its column Div says N1: loaded as that"
    );
    assert_eq!(bench.matches("N1").await.len(), 1);
}

#[tokio::test]
async fn lines_of_one_match_do_not_count_twice() {
    let bench = Bench::new().await;
    let report = bench
        .import(
            "a.csv",
            &format!("{PLAYED}{PLAYED}{}", PLAYED.replace(",0,3,A,", ",1,3,A,")),
        )
        .await;
    assert_eq!(counts(&report), [1, 0, 0, 2]);
    let reasons: Vec<_> = bench.quarantine().await.into_iter().map(|row| row.1).collect();
    assert_eq!(reasons, ["repeats line 2", "contradicts line 2"]);
}

#[tokio::test]
async fn nobody_meets_four_times_at_home() {
    let bench = Bench::new().await;
    let rows = "SP1,18/08/2023,,Betis,Sevilla,2,1,H,,,\nSP1,25/08/2023,,Betis,Sevilla,0,1,A,,,\n\
                SP1,29/08/2023,,Betis,Sevilla,1,1,D,,,\nSP1,30/08/2023,,Betis,Sevilla,1,1,D,,,\nSP1,30/08/2023,,Cadiz,Osasuna,1,1,D,,,\n";
    let report = bench.import("a.csv", rows).await;
    assert_eq!(counts(&report), [1, 0, 0, 4]);
    assert_eq!(
        bench.quarantine().await[0].1,
        "Betis at home to Sevilla 4 times in a season: a name is wrong"
    );
}

#[tokio::test]
async fn sources_count_what_came() {
    let bench = Bench::new().await;
    bench
        .import(
            "a.csv",
            &format!("{PLAYED}{TO_PLAY}E0,20/08/2023,,Luton,Fulham,0,0,D,,,\nE0,x,,Luton,Fulham,0,0,D,,,\n"),
        )
        .await;
    bench.import("a.csv", TO_PLAY).await;
    let mut tx = bench.db.read().await.unwrap();
    let sources = store::data_sources(&mut tx).await.unwrap();
    let seen: Vec<_> = sources
        .iter()
        .map(|s| (s.kind, s.last_event_on.unwrap(), s.rows, s.quarantined))
        .collect();
    assert_eq!(
        seen,
        [
            (SourceKind::Results, day("2023-08-20"), 2, 0),
            (SourceKind::Odds, day("2023-09-16"), 2, 0)
        ]
    );
    let id = sources[0].league_id;
    let results = store::event_days(&mut tx, id, SourceKind::Results).await.unwrap();
    assert_eq!(results, [day("2023-08-11"), day("2023-08-20")]);
    let odds = store::event_days(&mut tx, id, SourceKind::Odds).await.unwrap();
    assert_eq!(odds, [day("2023-08-11"), day("2023-09-16")]);
    let coming = store::coming_fixtures(&mut tx, now().date_naive()).await.unwrap();
    assert_eq!(
        coming.iter().map(|fixture| fixture.row.date).collect::<Vec<_>>(),
        [day("2023-09-16")]
    );
}

#[tokio::test]
async fn a_shrunken_file_is_noted() {
    let bench = Bench::new().await;
    let also = "E0,20/08/2023,,Luton,Fulham,0,0,D,,,\n";
    bench.import("a.csv", &format!("{PLAYED}{also}{TO_PLAY}")).await;
    let without_fixture = bench.import("a.csv", &format!("{PLAYED}{also}")).await;
    assert!(without_fixture.notes.is_empty(), "a fixture may be called off");
    let report = bench.import("elsewhere/a.csv", PLAYED).await;
    assert_eq!(
        report.notes[0].as_str(),
        "E0 2023/24: tells 1 results, 2 were told before; they are kept"
    );
    assert!(
        bench.import("b.csv", PLAYED).await.notes.is_empty(),
        "another file need not hold as much"
    );
}

#[tokio::test]
async fn a_file_is_the_same_in_every_folder() {
    let bench = Bench::new().await;
    let broken = "E0,x,,Luton,Fulham,0,0,D,,,\n";
    bench.import("one/a.csv", &format!("{PLAYED}{broken}")).await;
    assert_eq!(bench.quarantine().await.len(), 1);
    bench.import("other/a.csv", PLAYED).await;
    assert!(
        bench.quarantine().await.is_empty(),
        "its last import is judged, wherever it lay"
    );
    // Nothing of it can be read: which season it is cannot be told, and still it is a.csv.
    bench.import("a.csv", broken).await;
    bench.import("one/a.csv", PLAYED).await;
    assert!(bench.quarantine().await.is_empty());
}

/// The source calls each season's file E0.csv.
#[tokio::test]
async fn files_of_one_name_are_told_apart_by_their_season() {
    let bench = Bench::new().await;
    let broken = "E0,x,,Luton,Fulham,0,0,D,,,\n";
    bench.import("2324/E0.csv", &format!("{PLAYED}{broken}")).await;
    bench.import("2223/E0.csv", &PLAYED.replace("/2023", "/2022")).await;
    assert_eq!(bench.quarantine().await.len(), 1, "that of 2023/24 stays");
}

#[tokio::test]
async fn what_is_no_such_file_changes_nothing() {
    let bench = Bench::new().await;
    for bytes in [&b""[..], b"\x89PNG\r\n\x1a\n\0\0\0\r", b"name,age\nx,1\n"] {
        let error = bench.import_bytes("a.csv", bytes).await.unwrap_err();
        assert!(matches!(error, IngestError::Format { .. }), "{error}");
    }
    assert_eq!((bench.count("matches").await, bench.count("leagues").await), (0, 0));
    let logs = bench.logs().await;
    assert_eq!(logs.len(), 3);
    assert!(logs.iter().all(|(state, error)| state == "refused" && error.is_some()));
}

#[tokio::test]
async fn a_failing_file_does_not_stop_the_others() {
    let bench = Bench::new().await;
    let folder = bench.folder.path().join("in");
    fs::create_dir_all(folder.join("deep")).unwrap();
    fs::write(folder.join("a.csv"), "nothing of ours").unwrap();
    fs::write(folder.join("deep/b.CSV"), format!("{HEADER}{PLAYED}")).unwrap();
    fs::write(folder.join("c.txt"), "not asked").unwrap();
    let empty = bench.folder.path().join("empty");
    fs::create_dir(&empty).unwrap();
    let missing = bench.folder.path().join("missing.csv");
    let mut seen = Vec::new();
    let report = import_paths(
        &bench.db,
        &[missing, folder, empty],
        now(),
        now().date_naive(),
        |progress| {
            seen.push((progress.done, progress.total));
        },
    )
    .await;
    assert_eq!(seen, [(1, 2), (2, 2)]);
    assert_eq!(report.totals().inserted, 1);
    assert!(matches!(
        report.failures[..],
        [
            IngestError::Read { .. },
            IngestError::NoFiles { .. },
            IngestError::Format { .. }
        ]
    ));
}

#[tokio::test]
async fn what_never_ends_is_too_large() {
    let bench = Bench::new().await;
    let report = import_paths(&bench.db, &["/dev/zero".into()], now(), now().date_naive(), |_| ()).await;
    assert!(matches!(report.failures[..], [IngestError::TooLarge { .. }]));
}
