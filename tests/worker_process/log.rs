//! Its log: one private file a day, as many as are asked for.

use std::{fs, os::unix::fs::PermissionsExt};

use chrono::{NaiveDate, Utc};

use super::stage::Stage;

#[test]
fn a_private_file_a_day_and_no_more_than_are_kept() {
    let stage = Stage::new(1, "");
    stage.home.configure(&format!(
        "[training]\nworker-idle-seconds = 1\n[log]\nfolder = '{}'\nkeep-days = 2\n",
        stage.logs().display()
    ));
    fs::create_dir(stage.logs()).unwrap();
    for day in 1..=6 {
        fs::write(stage.logs().join(format!("worker.2026-01-0{day}.log")), "old\n").unwrap();
    }
    let before = Utc::now().date_naive();
    stage.start().wait();
    stage.start().wait();

    let files = fs::read_dir(stage.logs()).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = files.collect();
    files.sort();
    let names: Vec<_> = files
        .iter()
        .map(|file| file.file_name().unwrap().to_str().unwrap())
        .collect();
    let [.., latest, output] = names.as_slice() else {
        panic!("{names:?}")
    };
    let day = latest
        .strip_prefix("worker.")
        .and_then(|rest| rest.strip_suffix(".log"));
    let day: NaiveDate = day.expect(latest).parse().unwrap();
    assert!((before..=Utc::now().date_naive()).contains(&day), "{day}");
    assert_eq!(*output, "worker.out");
    assert_eq!(
        names.len() - 1,
        2,
        "as many as are kept, whichever were made first: {names:?}"
    );

    let last = files.len() - 2;
    for file in &files[last..] {
        let mode = fs::metadata(file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", file.display());
    }
    let log = fs::read_to_string(&files[last]).unwrap();
    assert_eq!(log.matches("ends after 0 trainings").count(), 2, "{log}");
    assert_eq!(fs::read_to_string(&files[last + 1]).unwrap(), "");
}

/// It has no terminal to say it on.
#[test]
fn it_logs_why_it_cannot_work() {
    let stage = Stage::new(1, "");
    stage.start_on(stage.home.path().into()).wait();
    let log = stage.log();
    assert!(
        log.contains("ERROR") && log.contains("cannot open the database"),
        "{log}"
    );
}
