//! `touchline fetch` from outside.

use std::process::{Command, Stdio};

use serde_json::Value;
use sqlx::Connection as _;

use super::{
    binary::Home,
    server::{Page, Server, bundled},
};

fn configure(home: &Home, server: &Server, more: &str) {
    let (base, fixtures) = (server.url("/mmz4281"), server.url("/fixtures.csv"));
    home.configure(&format!(
        "[sources]\nbase-url = \"{base}\"\nfixtures-url = \"{fixtures}\"\n{more}\n"
    ));
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn loads_what_is_new_and_says_so() {
    let home = Home::new();
    let server = Server::start(&[
        ("/mmz4281/2223/E0.csv", Page::season("E0_2223.csv", "\"a\"")),
        ("/mmz4281/2324/E0.csv", Page::season("E0_2324.csv", "\"b\"")),
        ("/mmz4281/2324/SP1.csv", Page::season("SP1_2324.csv", "\"c\"")),
    ]);
    configure(&home, &server, "");
    let first = home
        .touchline(&["fetch", "E0", "--seasons", "2022..2023"])
        .assert()
        .success();
    let expected = "\
file           read  inserted  updated  unchanged  quarantined
2223/E0.csv     380       380        0          0            0
2324/E0.csv     380       380        0          0            0
2 files         760       760        0          0            0
";
    assert_eq!(text(&first.get_output().stdout), expected);
    let status = home.json(&["status", "--json"]);
    let source = &status["sections"]["data_freshness"]["value"][0];
    assert_eq!(
        (&source["league"], &source["last_checked_at"]),
        (&"E0".into(), &source["last_loaded_at"])
    );
    let both = ["fetch", "E0", "SP1", "--seasons", "2324,2223", "--json"];
    let output = home.touchline(&both).output().unwrap();
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    let told = |json: &Value| -> Vec<(String, String)> {
        let files = json["files"].as_array().unwrap().iter();
        let word = |value: &Value| value.as_str().unwrap().to_owned();
        files.map(|file| (word(&file["file"]), word(&file["state"]))).collect()
    };
    let expected = [
        ("2324/E0.csv", "unchanged"),
        ("2223/E0.csv", "unchanged"),
        ("2324/SP1.csv", "loaded"),
    ];
    assert_eq!(
        told(&json),
        expected.map(|(file, state)| (file.to_owned(), state.to_owned()))
    );
    assert_eq!(json["totals"]["inserted"], 380);
    assert_eq!(json["failures"][0]["file"], "2223/SP1.csv");
    let error = text(&output.stderr);
    assert!(error.starts_with("error: http://127.0.0.1:") && error.contains("/mmz4281/2223/SP1.csv is not there"));
    assert_eq!(output.status.code(), Some(1));
}

/// A result that arrives by download settles what was forecast, as one that is imported does.
#[test]
fn results_are_taken_up() {
    let home = Home::new();
    let whole = text(&bundled("E0_2324.csv"));
    let lines: Vec<&str> = whole.lines().collect();
    let without = |line: &str| {
        let mut cells: Vec<&str> = line.split(',').collect();
        cells[5] = "";
        cells[6] = "";
        cells[7] = "";
        cells.join(",")
    };
    assert_eq!(&lines[0].split(',').collect::<Vec<_>>()[5..8], ["FTHG", "FTAG", "FTR"]);
    // The last match is still to come, in a year that no test will see.
    let coming = without(lines[380]).replacen("/2024", "/2094", 1);
    let now = format!("{}\n{coming}\n", lines[..380].join("\n"));
    let server = Server::start(&[
        ("/mmz4281/2324/E0.csv", Page::file(now.into_bytes(), "\"1\"")),
        ("/mmz4281/2223/E0.csv", Page::season("E0_2223.csv", "\"1\"")),
        ("/mmz4281/2122/E0.csv", Page::season("E0_2122.csv", "\"1\"")),
    ]);
    configure(&home, &server, "");
    home.touchline(&["fetch", "E0", "--seasons", "2021..2023"])
        .assert()
        .success();
    home.touchline(&["train", "--wait"]).assert().success();
    let live = |wanted: &str| count(&home, wanted);
    assert_eq!(live("origin = 'live' AND settled_at IS NULL"), 1);
    let played = lines[380].replacen("/2024", "/2094", 1);
    let then = format!("{}\n{played}\n", lines[..380].join("\n"));
    server.put("/mmz4281/2324/E0.csv", Page::file(then.into_bytes(), "\"2\""));
    home.touchline(&["fetch", "E0", "--seasons", "2324"]).assert().success();
    assert_eq!(live("origin = 'live' AND settled_at IS NOT NULL"), 1);
}

#[test]
fn without_a_league_what_is_followed() {
    let home = Home::new();
    let server = Server::start(&[]);
    configure(&home, &server, "");
    let refused = home.touchline(&["fetch"]).assert().code(2);
    let error = text(&refused.get_output().stderr);
    assert!(
        error.contains("name a league, such as E0, or set leagues under [sources]"),
        "{error}"
    );
    assert!(!home.database().exists());

    configure(&home, &server, "leagues = [\"E0\", \"SP1\"]");
    server.put(
        "/fixtures.csv",
        Page::Plain("text/csv", b"Div,Date,HomeTeam,AwayTeam\n".to_vec()),
    );
    home.touchline(&["fetch"]).output().unwrap();
    let asked: Vec<String> = server.take_seen().into_iter().map(|asked| asked.path).collect();
    assert!(asked.iter().any(|path| path == "/fixtures.csv"), "{asked:?}");
    assert!(
        ["/E0.csv", "/SP1.csv"]
            .iter()
            .all(|end| asked.iter().any(|path| path.ends_with(end))),
        "{asked:?}"
    );

    home.touchline(&["fetch", "E0", "--seasons", "1066"]).assert().code(2);
    home.touchline(&["fetch", "premier"]).assert().code(2);
    home.touchline(&["--read-only", "fetch", "E0"]).assert().code(1);
    assert!(server.take_seen().is_empty());
}

/// The file has come, and the program dies before it is stored: the next time all of it comes again.
#[test]
fn killed_between_download_and_commit_nothing_is_lost() {
    let home = Home::new();
    let season = Page::season("E0_2324.csv", "\"v\"");
    let closed = || Page::Closed(Box::new(Page::status(500)));
    let server = Server::start(&[
        ("/mmz4281/2324/E0.csv", season),
        ("/mmz4281/2223/E0.csv", closed()),
        ("/fixtures.csv", closed()),
    ]);
    configure(&home, &server, "");
    home.touchline(&["migrate"]).assert().success();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let held_up = runtime.block_on(async {
        let mut writer = connect(&home).await;
        sqlx::query("BEGIN IMMEDIATE").execute(&mut writer).await.unwrap();
        writer
    });
    let mut first = Command::new(assert_cmd::cargo::cargo_bin("touchline"))
        .args(["fetch", "E0", "--seasons", "2324,2223", "--fixtures"])
        .env("HOME", home.path())
        .env("TOUCHLINE_DB", home.database())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // Two are asked for at once, and the third when one of them has come. It waits for the database.
    server.wait_for(3);
    first.kill().unwrap();
    first.wait().unwrap();
    runtime.block_on(async { held_up.close().await.unwrap() });
    assert_eq!(count_of(&home, "SELECT count(*) FROM matches"), 0);
    assert_eq!(count_of(&home, "SELECT count(*) FROM downloads"), 0);

    server.open();
    server.take_seen();
    home.touchline(&["fetch", "E0", "--seasons", "2324"]).assert().success();
    assert_eq!(server.take_seen()[0].header("if-none-match"), None);
    assert_eq!(count_of(&home, "SELECT count(*) FROM matches"), 380);
    assert_eq!(
        count_of(&home, "SELECT count(*) FROM downloads WHERE etag = '\"v\"'"),
        1
    );

    // And where only the note of the download is lost, the file is loaded once more and says nothing new.
    assert_eq!(count_of(&home, "DELETE FROM downloads RETURNING 1"), 1);
    let again = home.touchline(&["fetch", "E0", "--seasons", "2324"]).assert().success();
    let told = text(&again.get_output().stdout);
    assert!(
        told.lines()
            .any(|line| line == "2324/E0.csv     380         0        0        380            0"),
        "{told}"
    );
}

async fn connect(home: &Home) -> sqlx::SqliteConnection {
    let url = format!("sqlite://{}", home.database().display());
    sqlx::SqliteConnection::connect(&url).await.unwrap()
}

fn count(home: &Home, wanted: &str) -> i64 {
    count_of(home, &format!("SELECT count(*) FROM predictions WHERE {wanted}"))
}

fn count_of(home: &Home, sql: &str) -> i64 {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let mut connection = connect(home).await;
        let sql = sqlx::AssertSqlSafe(sql.to_owned());
        sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap()
    })
}
