//! The floors of the crate: a module uses those below it, never one above, and the pure ones know no clock and no I/O.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that cannot go on should stop loudly"
)]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// What each floor may use. A floor that is not named here fails the test, so that a new one is decided upon.
const ALLOWED: &[(&str, &[&str])] = &[
    ("config", &["domain"]),
    ("backoff", &[]),
    ("boxed", &[]),
    ("retry_after", &[]),
    ("tls", &[]),
    ("tail", &[]),
    ("domain", &[]),
    ("model", &["domain"]),
    ("metrics", &["domain"]),
    ("store", &["boxed", "config", "domain", "metrics"]),
    (
        "ingest",
        &["backoff", "boxed", "config", "domain", "retry_after", "store"],
    ),
    ("features", &["config", "domain", "model", "metrics", "store"]),
    ("registry", &["backoff", "config", "domain", "metrics", "store"]),
    (
        "training",
        &[
            "backoff", "boxed", "config", "domain", "model", "metrics", "store", "ingest", "features", "registry",
        ],
    ),
    (
        "engine",
        &[
            "backoff",
            "boxed",
            "config",
            "domain",
            "metrics",
            "retry_after",
            "store",
            "ingest",
            "features",
            "registry",
            "training",
        ],
    ),
    ("report", &["domain", "engine"]),
    ("server", &["config", "domain", "engine", "features", "report", "store"]),
];

/// Words that have no place in a pure floor.
const IMPURE: &[&str] = &[
    "async fn",
    "tokio",
    "sqlx",
    "std::fs",
    "std::net",
    "std::env",
    "SystemTime",
    "Instant::now",
    "Utc::now",
    "println!",
];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every source file below `folder`, by path, without tests.
fn files(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|e| e == "rs") && path.file_stem().is_none_or(|s| s != "tests") {
            let text = fs::read_to_string(&path).unwrap();
            let code = text
                .split("#[cfg(test)]\nmod tests")
                .next()
                .unwrap_or_default()
                .to_owned();
            found.insert(path, code);
        }
    }
    found
}

/// The floor that a file belongs to; none for the crate's root and the binary.
fn floor_of(path: &Path) -> Option<String> {
    let inside = path.strip_prefix(source()).unwrap();
    let first = inside
        .components()
        .next()?
        .as_os_str()
        .to_str()?
        .trim_end_matches(".rs")
        .to_owned();
    (!["lib", "main", "cli", "tui", "random", "crypto"].contains(&first.as_str())).then_some(first)
}

/// Floors named after `crate::`, also within braces.
fn uses(code: &str) -> Vec<String> {
    let mut used = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(list) = rest.strip_prefix('{') {
            used.extend(top_level_names(list));
        } else {
            used.push(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    used
}

/// First segments of a braced import, without what is nested in it.
fn top_level_names(list: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    let (mut depth, mut taking) = (0, true);
    for c in list.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(String::new());
                taking = true;
            }
            ':' => taking &= depth > 0,
            c if taking && depth == 0 && !c.is_whitespace() => names.last_mut().unwrap().push(c),
            _ => {}
        }
    }
    names.into_iter().filter(|name| !name.is_empty()).collect()
}

#[test]
fn arrows_point_down() {
    let allowed: BTreeMap<&str, &[&str]> = ALLOWED.iter().copied().collect();
    let mut wrong = Vec::new();
    for (path, code) in files(&source()) {
        let Some(floor) = floor_of(&path) else { continue };
        let Some(allowed) = allowed.get(floor.as_str()) else {
            panic!("{floor} is no known floor: {}", path.display())
        };
        for used in uses(&code) {
            if used != floor && !allowed.contains(&used.as_str()) && ALLOWED.iter().any(|(name, _)| *name == used) {
                wrong.push(format!("{} uses {used}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pure_floors_stay_pure() {
    let mut wrong = Vec::new();
    for (path, code) in files(&source()) {
        if floor_of(&path).is_some_and(|floor| ["domain", "model", "metrics"].contains(&floor.as_str())) {
            let found = IMPURE.iter().filter(|word| code.contains(**word));
            wrong.extend(found.map(|word| format!("{} has {word}", path.display())));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_library_knows_no_terminal() {
    for (path, code) in files(&source()) {
        if floor_of(&path).is_some() {
            for word in ["ratatui", "crossterm", "tui_logger"] {
                assert!(!code.contains(word), "{} has {word}", path.display());
            }
        }
    }
}

#[test]
fn the_test_sees_an_arrow_that_points_up() {
    assert_eq!(uses("use crate::engine::Engine;"), ["engine"]);
    assert_eq!(
        uses("use crate::{\n    domain::{A, B},\n    store::{self, Db},\n};"),
        ["domain", "store"]
    );
}
