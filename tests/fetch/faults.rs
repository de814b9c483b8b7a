//! Servers that are down, wrong, slow or broken: what is said of it, and that nothing of it is used.

use super::{
    databases::{Database, on_both},
    download, failure, fetch_now, season,
    server::{Page, Server, bundled},
    words,
};

const LOADS: &str = "SELECT CAST(count(*) AS BIGINT) FROM ingestion_logs";

/// What is said of a page in place of a season's file. Nothing of it is loaded, and it is written down as a failure.
async fn said_of(page: Page, status: u16) -> String {
    let database = Database::sqlite().await;
    let server = Server::start(&[
        ("/2324/E0.csv", page),
        ("/login", Page::Plain("text/html", b"<html>".to_vec())),
    ]);
    let mut sources = server.sources(&[]);
    sources.timeout_seconds = 1;
    let file = season("E0", 2023);
    let report = fetch_now(&database.db, &sources, std::slice::from_ref(&file)).await;
    let said = failure(&report).replace(&server.url(""), "");
    assert_eq!(report.totals().inserted, 0);
    let kept = download(&database.db, &sources, &file).await.unwrap();
    assert_eq!(
        (kept.status, kept.failures, kept.content_hash),
        (status, 1, None),
        "{said}"
    );
    assert!(kept.error.unwrap().replace(&server.url(""), "") == said && kept.checked_at.is_none());
    said
}

#[tokio::test]
async fn a_web_page_with_status_200_is_no_file() {
    let page = Page::Plain("text/html", b"<!DOCTYPE html><title>Log in</title>".to_vec());
    let said = said_of(page, 200).await;
    assert!(
        said.starts_with("/2324/E0.csv sent a web page in place of matches"),
        "{said}"
    );
    let said = said_of(Page::MovedTo("/login"), 200).await;
    assert!(said.starts_with("/2324/E0.csv sent a web page"), "{said}");
    let said = said_of(Page::Plain("text/csv", b"name,age\nx,1\n".to_vec()), 200).await;
    assert!(said.contains("cannot import 2324/E0.csv, nothing was changed") && said.contains("lacks the columns Div"));
}

#[tokio::test]
async fn a_body_that_is_cut_off_is_not_used() {
    let half = bundled("E0_2324.csv")[..10_000].to_vec();
    let said = said_of(Page::CutOff(half.clone()), 200).await;
    assert!(
        said.starts_with("/2324/E0.csv broke off after 10000 of 11000 bytes; nothing of it was used"),
        "{said}"
    );
    let said = said_of(Page::Stalls(half), 0).await;
    assert!(said.starts_with("/2324/E0.csv did not come within 1 s"), "{said}");
}

#[tokio::test]
async fn no_body_is_larger_than_a_file_can_be() {
    let said = said_of(Page::Announces(17 << 20), 200).await;
    assert!(said.starts_with("/2324/E0.csv is larger than 16 MiB"), "{said}");
    let said = said_of(Page::Endless, 200).await;
    assert!(said.starts_with("/2324/E0.csv is larger than 16 MiB"), "{said}");
}

#[tokio::test]
async fn redirects_end() {
    let said = said_of(Page::MovedTo("/2324/E0.csv"), 0).await;
    assert!(
        said.starts_with("/2324/E0.csv redirects in a circle") && said.contains("more than 5 redirects"),
        "{said}"
    );
}

#[tokio::test]
async fn a_status_says_what_to_do() {
    for (page, status, expected) in [
        (
            Page::status(404),
            404,
            "is not there (HTTP 404): check the league's code",
        ),
        (
            Page::status(403),
            403,
            "refuses (HTTP 403): check the address under [sources]",
        ),
        (Page::status(500), 500, "fails (HTTP 500): try again later"),
        (Page::status(304), 304, "refuses (HTTP 304)"),
        (Page::status(206), 206, "refuses (HTTP 206)"),
        (Page::status(429), 429, "asks for a pause (HTTP 429)"),
        (
            Page::Status(503, &[("retry-after", "120")]),
            503,
            "(HTTP 503) until 2024-05-27 06:02:00 UTC",
        ),
    ] {
        let said = said_of(page, status).await;
        assert!(said.contains(expected), "{said}");
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_is_told_of() {
    let database = Database::sqlite().await;
    let mut sources = Server::start(&[]).sources(&[]);
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    sources.base_url = format!("http://{free}/csv").parse().unwrap();
    let said = failure(&fetch_now(&database.db, &sources, &[season("E0", 2023)]).await);
    assert!(
        said.starts_with(&format!(
            "cannot reach http://{free}/csv/2324/E0.csv: is the network there"
        )),
        "{said}"
    );
}

on_both! {
    async fn one_failure_stops_no_other(database) {
        let server = Server::start(&[
            ("/2324/E0.csv", Page::status(500)),
            ("/2324/SP1.csv", Page::season("SP1_2324.csv", "\"s\"")),
            ("/2223/E0.csv", Page::season("E0_2223.csv", "\"e\"")),
        ]);
        let sources = server.sources(&[]);
        let files = [season("E0", 2023), season("SP1", 2023), season("E0", 2024), season("E0", 2022)];
        let report = fetch_now(&database.db, &sources, &files).await;
        assert_eq!(words(&report), ["failed", "loaded", "not there yet", "loaded"]);
        assert_eq!(database.count(LOADS).await, 2);
        let names: Vec<String> = report.files.iter().map(|file| file.file.to_string()).collect();
        assert_eq!(names, ["2324/E0.csv", "2324/SP1.csv", "2425/E0.csv", "2223/E0.csv"]);
        // It comes back; the others are not asked for their bodies again.
        server.put("/2324/E0.csv", Page::season("E0_2324.csv", "\"e\""));
        let report = fetch_now(&database.db, &sources, &files).await;
        assert_eq!(words(&report), ["loaded", "unchanged", "not there yet", "unchanged"]);
        assert_eq!(download(&database.db, &sources, &files[0]).await.unwrap().failures, 0);
    }

    /// A file that was there is not "not there yet", whatever the month.
    async fn a_file_that_goes_away_is_a_failure(database) {
        let server = Server::start(&[("/2425/E0.csv", Page::season("E0_2324.csv", "\"e\""))]);
        let (sources, files) = (server.sources(&[]), [season("E0", 2024)]);
        assert_eq!(words(&fetch_now(&database.db, &sources, &files).await), ["loaded"]);
        server.put("/2425/E0.csv", Page::status(404));
        assert!(failure(&fetch_now(&database.db, &sources, &files).await).contains("is not there (HTTP 404)"));
    }
}
