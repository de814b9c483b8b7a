//! The terminal that the monitor would draw on.

use std::{
    env,
    io::{self, IsTerminal},
};

use super::finding::Finding;

pub(super) fn look() -> Vec<Finding> {
    vec![terminal(), letters()]
}

fn terminal() -> Finding {
    const NAME: &str = "terminal";
    if !io::stdout().is_terminal() {
        return Finding::skip(NAME, "standard output is no terminal");
    }
    let term = env::var("TERM").unwrap_or_default();
    if term.is_empty() || term == "dumb" {
        return Finding::fail(
            NAME,
            format!("TERM is {term:?}"),
            "set TERM to what the terminal is, such as xterm-256color",
        );
    }
    let (columns, rows) = crossterm::terminal::size().unwrap_or_default();
    let said = format!("{term}, {columns}x{rows}");
    if columns < 80 || rows < 24 {
        return Finding::warn(NAME, said, "from 80x24 on every screen shows all of its lists");
    }
    Finding::pass(NAME, said)
}

fn letters() -> Finding {
    const NAME: &str = "locale";
    let set = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(|name| env::var(name).ok().filter(|value| !value.is_empty()));
    let locale = set.unwrap_or_default();
    let lower = locale.to_lowercase();
    if lower.contains("utf-8") || lower.contains("utf8") {
        return Finding::pass(NAME, locale);
    }
    let said = if locale.is_empty() {
        "none is set".to_owned()
    } else {
        format!("{locale} is not UTF-8")
    };
    Finding::warn(
        NAME,
        said,
        "the monitor draws with ASCII; LANG=C.UTF-8 gives it lines and charts",
    )
}
