//! The `touchline` command: a terminal monitor for a football match-probability service.

#[allow(dead_code, reason = "the command line opens it")]
mod tui;

fn main() {}
