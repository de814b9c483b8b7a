//! What comes once does not come again, and what changes is loaded or held.

use touchline::ingest::fetch::{Ask, Outcome, SourceFile, fetch};

use super::{
    databases::on_both,
    download, fetch_now, now, season,
    server::{Page, Server, bundled},
    words,
};

const MATCHES: &str = "SELECT CAST(count(*) AS BIGINT) FROM matches";
const RESULTS: &str = "SELECT CAST(count(*) AS BIGINT) FROM matches WHERE home_goals IS NOT NULL";
const REVISION: &str = "SELECT CAST(COALESCE(SUM(revision), 0) AS BIGINT) FROM revisions";
const LOADS: &str = "SELECT CAST(count(*) AS BIGINT) FROM ingestion_logs";

/// The first lines of a file.
fn head(bytes: &[u8], lines: usize) -> Vec<u8> {
    let ends = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
    let end = ends.map(|(at, _)| at + 1).nth(lines - 1).unwrap();
    bytes[..end].to_vec()
}

on_both! {
    async fn the_second_request_names_the_validators_and_changes_nothing(database) {
        let server = Server::start(&[("/2324/E0.csv", Page::season("E0_2324.csv", "\"v1\""))]);
        let (sources, file) = (server.sources(&[]), season("E0", 2023));
        let first = fetch_now(&database.db, &sources, std::slice::from_ref(&file)).await;
        assert!(matches!(&first.files[0].outcome, Outcome::Loaded(report) if report.counts.inserted == 380));
        assert!(first.matches_changed());
        let asked = server.take_seen().remove(0);
        assert_eq!((asked.header("if-none-match"), asked.header("if-modified-since")), (None, None));
        let version = env!("CARGO_PKG_VERSION");
        assert_eq!(asked.header("user-agent"), Some(format!("touchline/{version}").as_str()));

        let before = (database.count(REVISION).await, database.count(LOADS).await);
        let later = now() + chrono::TimeDelta::hours(1);
        let second = fetch(&database.db, &sources, Ask::Now(vec![file.clone()]), later).await.unwrap();
        assert_eq!(words(&second), ["unchanged"]);
        assert!(!second.matches_changed());
        let asked = server.take_seen().remove(0);
        assert_eq!(asked.header("if-none-match"), Some("\"v1\""));
        assert_eq!(asked.header("if-modified-since"), Some("sun, 19 may 2024 20:00:00 gmt"));
        assert_eq!((database.count(REVISION).await, database.count(LOADS).await), before);
        let kept = download(&database.db, &sources, &file).await.unwrap();
        assert_eq!((kept.status, kept.rows_read, kept.failures), (304, 380, 0));
        assert_eq!((kept.fetched_at, kept.checked_at), (Some(now()), Some(later)));
        assert_eq!(kept.bytes, bundled("E0_2324.csv").len() as u64);
        let mut tx = database.db.read().await.unwrap();
        let checks = touchline::store::last_checks(&mut tx).await.unwrap();
        assert_eq!(checks.into_iter().collect::<Vec<_>>(), [("E0".parse().unwrap(), later)]);
    }

    async fn without_validators_the_hash_says_that_nothing_is_new(database) {
        let server = Server::start(&[("/2324/E0.csv", Page::Plain("text/csv", bundled("E0_2324.csv")))]);
        let (sources, file) = (server.sources(&[]), season("E0", 2023));
        assert_eq!(words(&fetch_now(&database.db, &sources, std::slice::from_ref(&file)).await), ["loaded"]);
        let loads = database.count(LOADS).await;
        assert_eq!(words(&fetch_now(&database.db, &sources, std::slice::from_ref(&file)).await), ["unchanged"]);
        assert_eq!(database.count(LOADS).await, loads);
        let anew = fetch(&database.db, &sources, Ask::Anew(vec![file]), now()).await.unwrap();
        assert_eq!(words(&anew), ["loaded"]);
        assert_eq!(anew.totals().unchanged, 380);
        assert!(!anew.matches_changed());
    }

    /// A growing file brings its new rows; one that shrank or contradicts a past result is held, and nothing is lost.
    async fn what_grows_is_loaded_and_what_shrinks_is_held(database) {
        let whole = bundled("E0_2324.csv");
        let server = Server::start(&[("/2324/E0.csv", Page::file(head(&whole, 101), "\"100\""))]);
        let (sources, files) = (server.sources(&[]), [season("E0", 2023)]);
        assert_eq!(fetch_now(&database.db, &sources, &files).await.totals().inserted, 100);
        server.put("/2324/E0.csv", Page::file(whole.clone(), "\"380\""));
        let grown = fetch_now(&database.db, &sources, &files).await.totals();
        assert_eq!((grown.inserted, grown.unchanged), (280, 100));

        server.put("/2324/E0.csv", Page::file(head(&whole, 301), "\"300\""));
        let shrunken = fetch_now(&database.db, &sources, &files).await;
        let Outcome::Held(report) = &shrunken.files[0].outcome else { panic!("{shrunken:?}") };
        assert!(report.is_shrunken && report.notes[0].as_str().contains("tells 300 results, 380 were told before"));
        assert_eq!(database.count(MATCHES).await, 380);

        let text = String::from_utf8(whole.clone()).unwrap();
        let changed = text.replacen("Burnley,Man City,0,3,A", "Burnley,Man City,1,3,A", 1);
        assert_ne!(changed, text);
        server.put("/2324/E0.csv", Page::file(changed.into_bytes(), "\"changed\""));
        let contradicted = fetch_now(&database.db, &sources, &files).await;
        let Outcome::Held(report) = &contradicted.files[0].outcome else { panic!("{contradicted:?}") };
        assert_eq!(report.held[0].reason.as_str(), "changes 0-3 to 1-3");
        assert_eq!(database.count(RESULTS).await, 380);

        // A header alone is no season any more: it is asked for again, and what is stored stays.
        server.put("/2324/E0.csv", Page::file(head(&whole, 1), "\"0\""));
        let emptied = fetch_now(&database.db, &sources, &files).await;
        let said = crate::fetch::failure(&emptied);
        assert!(said.contains("no match any more, and of 380 the last time"), "{said}");
        assert_eq!(database.count(RESULTS).await, 380);
        let kept = download(&database.db, &sources, &files[0]).await.unwrap();
        assert_eq!((kept.etag.as_deref(), kept.failures), (Some("\"changed\""), 1));
    }

    /// One file has the fixtures of all leagues; rows of the others are left alone.
    async fn of_the_fixtures_only_the_leagues_that_are_wanted(database) {
        let text = "Div,Date,Time,HomeTeam,AwayTeam,B365H,B365D,B365A\n\
                    E0,01/06/2024,15:00,Arsenal,Everton,1.2,7,13\nSP1,01/06/2024,16:00,Betis,Cadiz,1.8,3.5,4.5\n\
                    SP1,02/06/2024,16:00,Getafe,Getafe,1.8,3.5,4.5\n";
        let server = Server::start(&[("/fixtures.csv", Page::file(text.into(), "\"f1\""))]);
        let sources = server.sources(&[]);
        let fixtures = |codes: &[&str]| {
            [SourceFile::Fixtures(codes.iter().map(|code| code.parse().unwrap()).collect())]
        };
        let english = fetch_now(&database.db, &sources, &fixtures(&["E0"])).await;
        assert_eq!((words(&english), english.totals().inserted), (vec!["loaded"], 1));
        assert_eq!(words(&fetch_now(&database.db, &sources, &fixtures(&["E0"])).await), ["unchanged"]);
        // The same body has more to say to whoever follows another league.
        let both = fetch_now(&database.db, &sources, &fixtures(&["SP1", "E0"])).await;
        assert_eq!((words(&both), both.totals().inserted, both.totals().quarantined), (vec!["held"], 1, 1));
        assert_eq!(words(&fetch_now(&database.db, &sources, &fixtures(&["E0", "SP1"])).await), ["unchanged"]);
        let conditional: Vec<bool> =
            server.take_seen().iter().map(|asked| asked.header("if-none-match").is_some()).collect();
        assert_eq!(conditional, [false, true, false, true]);
    }
}
