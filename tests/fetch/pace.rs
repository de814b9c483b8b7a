//! How often is asked: what is followed, when it is due, and never in a storm.

use chrono::{DateTime, TimeDelta, Utc};
use touchline::{
    config::Sources,
    ingest::fetch::{Ask, FetchReport, due, fetch},
    store::Db,
};

use super::{
    databases::{Database, on_both},
    download, now, season,
    server::{Page, Server},
    words,
};

async fn look(db: &Db, sources: &Sources, at: DateTime<Utc>) -> FetchReport {
    fetch(db, sources, Ask::Due, at).await.unwrap()
}

on_both! {
    async fn what_is_followed_is_due_by_the_clock(database) {
        let server = Server::start(&[
            ("/2324/E0.csv", Page::season("E0_2324.csv", "\"e\"")),
            ("/fixtures.csv", Page::Plain("text/csv", b"Div,Date,HomeTeam,AwayTeam\n".to_vec())),
        ]);
        let (db, sources) = (&database.db, server.sources(&["E0"]));
        assert!(due(db, &sources, now()).await.unwrap());
        assert_eq!(words(&look(db, &sources, now()).await), ["loaded", "loaded"]);
        for (minutes, is_due) in [(0, false), (59, false), (60, true)] {
            let at = now() + TimeDelta::minutes(minutes);
            assert_eq!(due(db, &sources, at).await.unwrap(), is_due, "after {minutes} minutes");
        }
        server.take_seen();
        assert!(look(db, &sources, now() + TimeDelta::minutes(59)).await.files.is_empty());
        assert!(server.take_seen().is_empty());
        assert_eq!(words(&look(db, &sources, now() + TimeDelta::hours(1)).await), ["unchanged", "unchanged"]);
        // From July on there is a new season, and the old one is looked at until September.
        let july = "2024-07-01T06:00:00Z".parse().unwrap();
        assert_eq!(words(&look(db, &sources, july).await), ["not there yet", "unchanged", "unchanged"]);
        assert!(!due(db, &sources, july).await.unwrap());
    }

    /// A source that is down for two days is asked 50 times and not 35,000 times, though a worker looks every five seconds.
    async fn a_source_that_is_down_is_left_alone_more_and_more(database) {
        let server = Server::start(&[("/2324/E0.csv", Page::status(500)), ("/fixtures.csv", Page::status(503))]);
        let (db, sources) = (&database.db, server.sources(&["E0"]));
        let (mut at, end) = (now(), now() + TimeDelta::days(2));
        let mut longest = TimeDelta::zero();
        while at < end {
            look(db, &sources, at).await;
            let next = download(db, &sources, &season("E0", 2023)).await.unwrap().not_before.unwrap();
            assert!(!due(db, &sources, at).await.unwrap() || next <= at);
            longest = longest.max(next - at);
            at = next;
        }
        assert!(longest <= TimeDelta::hours(1), "{longest}");
        let seasons = server.take_seen().iter().filter(|asked| asked.path.ends_with("E0.csv")).count();
        assert!((45..=80).contains(&seasons), "{seasons} requests");
    }

    /// A server that has had enough is not sent the rest of the pass, nor anything before the time that it names.
    async fn a_pause_is_kept_and_ends_the_pass(database) {
        let pause = || Page::Status(429, &[("retry-after", "600")]);
        let server = Server::start(&["/2324/D1.csv", "/2324/D2.csv", "/2324/E0.csv"].map(|path| (path, pause())));
        let (db, sources) = (&database.db, server.sources(&["D1", "D2", "E0", "SP1"]));
        let report = look(db, &sources, now()).await;
        assert_eq!(words(&report), ["failed"; 5]);
        assert_eq!(server.take_seen().len(), 2, "those that were on their way");
        for league in ["D1", "D2", "E0", "SP1"] {
            let kept = download(db, &sources, &season(league, 2023)).await.unwrap();
            assert_eq!(kept.not_before, Some(now() + TimeDelta::minutes(10)), "{}", kept.url);
        }
        assert!(!due(db, &sources, now() + TimeDelta::minutes(9)).await.unwrap());
        assert!(due(db, &sources, now() + TimeDelta::minutes(10)).await.unwrap());
    }
}

#[tokio::test]
async fn nothing_is_followed_by_itself() {
    let database = Database::sqlite().await;
    let server = Server::start(&[]);
    let none = server.sources(&[]);
    let mut never = server.sources(&["E0"]);
    never.poll_minutes = 0;
    for sources in [none, never] {
        assert!(!due(&database.db, &sources, now()).await.unwrap());
        assert!(look(&database.db, &sources, now()).await.files.is_empty());
    }
    assert!(server.take_seen().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_than_two_requests_at_once() {
    let database = Database::sqlite().await;
    let page = || Page::Closed(Box::new(Page::status(404)));
    let leagues = ["B1", "D1", "D2", "E0", "E1", "F1"];
    let pages: Vec<(String, Page)> = leagues
        .iter()
        .map(|code| (format!("/2425/{code}.csv"), page()))
        .collect();
    let server = Server::start(
        &pages
            .iter()
            .map(|(path, page)| (path.as_str(), page.clone()))
            .collect::<Vec<_>>(),
    );
    let sources = server.sources(&[]);
    let files: Vec<_> = leagues.iter().map(|code| season(code, 2024)).collect();
    let (db, asking) = (database.db.clone(), sources.clone());
    let fetching = tokio::spawn(async move { fetch(&db, &asking, Ask::Now(files), now()).await.unwrap() });
    let door = server.clone();
    tokio::task::spawn_blocking(move || {
        door.wait_for(2);
        door.open();
    })
    .await
    .unwrap();
    assert_eq!(words(&fetching.await.unwrap()), ["not there yet"; 6]);
    assert_eq!(server.busiest(), 2);
}
