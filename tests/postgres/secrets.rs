//! A password is nowhere but where it was put: not in a message, a log, the list of processes or a help text.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use super::{
    binary::{Home, seasons},
    postgres::{PASSWORD, PostgresServer},
};

/// What a command says and leaves in log files.
fn said(home: &Home, database: &str, arguments: &[&str]) -> (Option<i32>, String) {
    let output = home
        .touchline(arguments)
        .env("TOUCHLINE_DB", database)
        .output()
        .unwrap();
    let streams = [output.stdout, output.stderr].concat();
    let mut text = String::from_utf8_lossy(&streams).into_owned();
    for file in files(home.path()) {
        text += &String::from_utf8_lossy(&fs::read(file).unwrap());
    }
    (output.status.code(), text)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let (folders, mut found): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    found.extend(folders.iter().flat_map(|folder| files(folder)));
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn no_command_tells_it() {
    let server = PostgresServer::shared();
    let url = server.url_with_password(&server.database().await);
    let home = Home::new();
    let season = seasons(&["E0_2324.csv"]);
    let run = |arguments: &[&str]| {
        let (code, text) = said(&home, &url, arguments);
        assert!(!text.contains(PASSWORD), "{arguments:?}: {text}");
        (code, text)
    };
    assert_eq!(run(&["--help"]).0, Some(0));
    assert!(run(&["status", "--read-only"]).1.contains("run `touchline migrate`"));
    let (code, text) = run(&["-vv", "migrate"]);
    assert!(code == Some(0) && text.contains("postgres://postgres:***@"), "{text}");
    assert_eq!(run(&["-vv", "import", &season[0]]).0, Some(0));
    assert_eq!(run(&["train", "--wait"]).0, Some(0));
    assert!(run(&["models"]).1.contains("champion"));
    assert!(run(&["jobs"]).1.contains("succeeded"));
    let (code, text) = run(&["status", "--json"]);
    assert!(code == Some(0) && text.contains("\"postgresql\""), "{text}");
    let (code, text) = run(&["status", "--db", &url]);
    assert!(code == Some(2) && text.contains("TOUCHLINE_DB"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_failure_tells_it() {
    let server = PostgresServer::shared();
    let name = server.database().await;
    let home = Home::new();
    for url in [
        server.url_with_password(&name).replace(PASSWORD, "hunter2-wrong"),
        server.url_with_password(&name).replace(PASSWORD, "hunter2/wrong"),
        server.url_with_password(&name).replace(PASSWORD, "hunter2#wrong"),
        format!("{}?pasword=hunter2", server.tcp_url(&name)),
        format!("{}?password=hunter2&sslmode=hunter2", server.tcp_url(&name)),
        "mysql://ops:hunter2@db/live".to_owned(),
    ] {
        for arguments in [["-vv", "status"], ["-vv", "migrate"]] {
            let (code, text) = said(&home, &url, &arguments);
            assert!(code != Some(0) && !text.contains("hunter2"), "{text}");
        }
    }
}

/// A password lets in from wherever it may be kept.
#[tokio::test(flavor = "multi_thread")]
async fn a_password_may_be_kept_elsewhere() {
    let server = PostgresServer::shared();
    let url = server.tcp_url(&server.database().await);
    let home = Home::new();
    let private = |name: &str, text: &str| {
        let file = home.path().join(name);
        fs::write(&file, text).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
        file.display().to_string()
    };
    let lets_in = |mut command: assert_cmd::Command| {
        let output = command.assert().success().get_output().stdout.clone();
        assert!(!String::from_utf8_lossy(&output).contains(PASSWORD));
    };
    let migrate = || home.touchline(&["migrate"]);
    migrate().env("TOUCHLINE_DB", &url).assert().failure();
    let mut by_variable = migrate();
    by_variable.env("TOUCHLINE_DB", &url).env("PGPASSWORD", PASSWORD);
    lets_in(by_variable);

    let file = private("password", &format!("{PASSWORD}\n"));
    home.configure(&format!(
        "[profiles.default]\ndatabase = \"{url}\"\npassword-file = \"{file}\"\n"
    ));
    let mut by_profile = migrate();
    by_profile.env_remove("TOUCHLINE_DB");
    lets_in(by_profile);
    // The password of the profile belongs to the profile's database alone.
    migrate().env("TOUCHLINE_DB", &url).assert().failure();

    private(".pgpass", &format!("127.0.0.1:*:*:postgres:{PASSWORD}\n"));
    let mut by_pgpass = migrate();
    by_pgpass.env("TOUCHLINE_DB", &url);
    lets_in(by_pgpass);
}
